import { performance } from 'node:perf_hooks';
import type { GeneratorUsage } from '../paced/generator-usage.ts';
import { cpuSecondsOf, peakRssBytesOf } from './process-usage.ts';

interface Mark {
  readonly atMs: number;
  readonly cpuSeconds: number;
}

/** Generator watches what k6 and the process that reads from it use. */
export class Generator {
  readonly #pid: number;
  #start: Mark | undefined;
  #end: Mark | undefined;
  #peakRssBytes = 0;

  constructor(pid: number) {
    this.#pid = pid;
  }

  markStart(): void {
    this.#start ??= this.#mark();
  }

  markEnd(): void {
    this.#end ??= this.#mark();
  }

  /** look reads the memory, which can no longer be read when k6 has ended. */
  look(): void {
    this.#peakRssBytes = Math.max(this.#peakRssBytes, peakRssBytesOf(this.#pid) ?? 0);
  }

  /** usage during the measurement; cpuShare is of one core and above 1 where k6 used several. */
  usage(): GeneratorUsage {
    const [start, end] = [this.#start, this.#end];
    const elapsedMs = start === undefined || end === undefined ? 0 : end.atMs - start.atMs;
    const cpuSeconds = (end?.cpuSeconds ?? 0) - (start?.cpuSeconds ?? 0);
    return {
      cpuShare: elapsedMs <= 0 ? 0 : (cpuSeconds * 1000) / elapsedMs,
      maxRssBytes: this.#peakRssBytes + process.resourceUsage().maxRSS * 1024,
      eventLoopUtilization: performance.eventLoopUtilization().utilization,
    };
  }

  #mark(): Mark {
    this.look();
    const { user, system } = process.cpuUsage();
    return {
      atMs: performance.now(),
      cpuSeconds: (user + system) / 1e6 + (cpuSecondsOf(this.#pid) ?? 0),
    };
  }
}
