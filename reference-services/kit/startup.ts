import { performance } from 'node:perf_hooks';

/** Startup notes when each phase of the start-up ended, in milliseconds since the process started. */
export class Startup {
  readonly phasesMs: Record<string, number> = {};
  readonly #nowMs: () => number;

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  /** mark ends a phase; only the first mark of a phase counts. */
  mark(phase: string): void {
    this.phasesMs[phase] ??= Math.round(this.#nowMs() * 10) / 10;
  }
}
