import type { StartedBacking } from '../backing/backing.ts';
import type { Engine } from '../engines/engine.ts';
import type { RunClock } from '../model/clock.ts';
import type { Budget } from '../model/figure.ts';
import type { Guard } from '../model/guard.ts';
import type { Prepared, Subject } from '../subjects/subject.ts';
import type { Target } from '../targets/target.ts';
import type { Progress } from './progress.ts';

/** Run: what every experiment of a run works with. */
export interface Run {
  readonly clock: RunClock;
  readonly seed: number;
  readonly subject: Subject;
  readonly prepared: Prepared;
  readonly target: Target;
  /** engine of open loads, closedEngine of closed ones. */
  readonly engine: Engine;
  readonly closedEngine: Engine;
  /** budgets of the suite, for engines that can hold their own figures against them. */
  readonly budgets?: Readonly<Record<string, Budget>>;
  /** browser: the Chromium that visits the subject's web page during a steady load; absent where none is to. */
  readonly browser?: string;
  readonly backing: StartedBacking;
  /** directory: what `subject.equip` wrote into. */
  readonly directory: string;
  /** output: what a run leaves beside its result. */
  readonly output: string;
  readonly guard: Guard;
  /** generatorCores: where the load generator is to run; undefined where it shares all cores. */
  readonly generatorCores: readonly number[] | undefined;
  readonly progress: Progress;
  /** interrupted: aborted when the user wants the run to end. */
  readonly interrupted: AbortSignal;
}
