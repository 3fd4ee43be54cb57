import { hasRealTime } from '../process/real-time.ts';
import { performance, type EventLoopUtilization } from 'node:perf_hooks';

/** GeneratorUsage: what the engine's own process used; cpuShare is of one core, all threads counted. */
export interface GeneratorUsage {
  readonly cpuShare: number;
  readonly maxRssBytes: number;
  readonly eventLoopUtilization: number;
  /** realTime: its main thread runs before all others. */
  readonly realTime?: boolean;
}

/** UsageMark: the counters of this process at a moment. */
export interface UsageMark {
  readonly atMs: number;
  readonly cpuMicroseconds: number;
  readonly loop: EventLoopUtilization;
}

/** markUsage reads the counters of this process. */
export function markUsage(): UsageMark {
  const { user, system } = process.cpuUsage();
  return {
    atMs: performance.now(),
    cpuMicroseconds: user + system,
    loop: performance.eventLoopUtilization(),
  };
}

/** usageBetween gives what was used from one mark to the other; maxRssBytes is of the whole life of the process. */
export function usageBetween(from: UsageMark, to: UsageMark): GeneratorUsage {
  const elapsedMs = to.atMs - from.atMs;
  const { utilization } = performance.eventLoopUtilization(to.loop, from.loop);
  return {
    cpuShare: elapsedMs <= 0 ? 0 : (to.cpuMicroseconds - from.cpuMicroseconds) / 1000 / elapsedMs,
    maxRssBytes: process.resourceUsage().maxRSS * 1024,
    // Between two marks in the same turn of the loop nothing has passed, and there is no share of it.
    eventLoopUtilization: Number.isFinite(utilization) ? utilization : 0,
    realTime: hasRealTime(),
  };
}
