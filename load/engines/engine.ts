import type { LoadObservation, LoadProgress } from '../model/load-observation.ts';
import type { LoadModel, LoadPlan } from '../model/load-plan.ts';

/** JournalEntry: a line that a scenario's step left when its answer came, with the moment on the run's axis. */
export type JournalEntry = {
  readonly atMs: number;
  readonly step: string;
  readonly requestId: string;
} & Readonly<Record<string, unknown>>;

/**
 * Journal: the entries of a load in order of their answers, read from disk as often as one likes, because there may be
 * millions. Dispose it when it has been read; nothing of it is left then, nor when this process is gone before.
 */
export interface Journal extends AsyncIterable<JournalEntry>, Disposable {}

/** LoadResult: what the engine saw, and what it left in the journal. */
export interface LoadResult {
  readonly observation: LoadObservation;
  readonly journal: Journal;
}

/** StartedLoad: a load under way in a process of its own. */
export interface StartedLoad {
  readonly pid: number;
  /**
   * stop ends the schedule now, lets requests in flight finish within their timeout, and resolves with the result.
   * Requests still open after graceMs, where it is given, end as `unfinished`.
   */
  stop(options?: { readonly graceMs?: number }): Promise<LoadResult>;
  /** finished resolves when the plan's time is over and the last request has ended. Rejects with a Problem if no result can be had. */
  readonly finished: Promise<LoadResult>;
  /** kill ends the engine at once; `finished` then rejects. Safe to call at any time, any number of times. */
  kill(): Promise<void>;
}

/** Engine: sends a plan's load and observes it. */
export interface Engine {
  readonly name: LoadObservation['engine'];
  /** models that it can drive. */
  readonly models: readonly LoadModel['model'][];
  /** whyNot: the reason, for a model that it does not drive. */
  readonly whyNot?: Readonly<Partial<Record<LoadModel['model'], string>>>;
  /** shortestMs: of a measured stretch that it can drive; any where absent. */
  readonly shortestMs?: number;
  /** check throws a Problem of kind `usage` where this machine lacks what the engine needs. */
  check?(): Promise<void>;
  /** start throws a Problem of kind `usage` for a plan that this engine cannot do, with the reason. */
  start(plan: LoadPlan, onProgress?: (progress: LoadProgress) => void): Promise<StartedLoad>;
}
