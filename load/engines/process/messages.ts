import { join } from 'node:path';
import type { LoadProgress } from '../../model/load-observation.ts';

/** ToEngine: what the parent tells the engine's process. graceMs: how long open requests may still take. */
export interface ToEngine {
  readonly type: 'stop';
  readonly graceMs?: number;
}

/** FromEngine: what the engine's process tells its parent. `written`: the result is complete in its file. */
export type FromEngine =
  | { readonly type: 'started' }
  | { readonly type: 'progress'; readonly progress: LoadProgress }
  | { readonly type: 'written' };

/** engineFiles: the files of one load in its directory. */
export function engineFiles(directory: string): { plan: string; observation: string; journal: string } {
  return {
    plan: join(directory, 'plan.json'),
    observation: join(directory, 'observation.json'),
    journal: join(directory, 'journal.jsonl'),
  };
}
