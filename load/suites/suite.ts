import type { Budget } from '../model/figure.ts';
import type { CeilingSpec } from './experiments/ceiling.ts';
import type { LateDatabaseSpec } from './experiments/late-database.ts';
import type { ObserverEffectSpec } from './experiments/observer-effect.ts';
import type { LeakSpec } from './experiments/leak.ts';
import type { RateSweepSpec } from './experiments/rate-sweep.ts';
import type { ReplacementSpec } from './experiments/replacement.ts';
import type { ScalingSpec } from './experiments/scaling.ts';
import type { ShutdownCaseSpec } from './experiments/shutdown-case.ts';
import type { StartupSpec } from './experiments/startup.ts';
import type { SteadyLoadSpec } from './experiments/steady-load.ts';

/** ExperimentSpec: one thing to do to the system, from a fresh state. */
export type ExperimentSpec =
  | ObserverEffectSpec
  | CeilingSpec
  | LateDatabaseSpec
  | LeakSpec
  | ScalingSpec
  | RateSweepSpec
  | ReplacementSpec
  | ShutdownCaseSpec
  | StartupSpec
  | SteadyLoadSpec;

/**
 * judgesSpeed: whether latency, memory or start-up are judged by it. Where replicas come and go, only what was lost is:
 * starting them on the same cores delays everybody, and a busy machine loses nothing by that.
 */
export function judgesSpeed({ kind }: ExperimentSpec): boolean {
  return kind !== 'replacement' && kind !== 'shutdown-case';
}

/** Suite: experiments in order, and the budgets that their figures are held against, by figure name. */
export interface Suite {
  readonly name: string;
  readonly title: string;
  readonly experiments: readonly ExperimentSpec[];
  readonly budgets: Readonly<Record<string, Budget>>;
}

/** SuiteSettings: all that a user may set; a suite takes those that it has a default for. */
export interface SuiteSettings {
  /** ratePerSecond: journeys started per second. */
  readonly ratePerSecond: number;
  /** durationMs of each measured stretch of load. */
  readonly durationMs: number;
  readonly warmUpMs: number;
  /** replicas of the scaled service, rising. */
  readonly replicas: readonly number[];
  /** startups: how many starts are measured. */
  readonly startups: number;
  /** repetitions of each measurement, each on fresh processes. */
  readonly repetitions: number;
  /** connections: the most that a closed load opens. */
  readonly connections: number;
  /** leakLimitBytesPerRequest: the smallest growth that counts as a leak. */
  readonly leakLimitBytesPerRequest: number;
  /** heapSnapshots: whether heaps are written down before and after the load. */
  readonly heapSnapshots: boolean;
}

/** SuiteDefinition: a suite by name, made from settings. */
export interface SuiteDefinition {
  readonly name: string;
  readonly title: string;
  /** lasts: how long it takes with its defaults, for help texts. */
  readonly lasts: string;
  /** defaults: every setting that this suite takes. */
  readonly defaults: Partial<SuiteSettings>;
  /** make gives the suite; a setting that is absent has its default. */
  make(settings: Partial<SuiteSettings>): Suite;
}

/** Definition: what an author of a suite writes; `S` are the settings that it takes. */
export interface Definition<S extends Partial<SuiteSettings>> extends Omit<
  SuiteDefinition,
  'defaults' | 'make'
> {
  readonly defaults: S;
  /** budgets, which may depend on what is set. */
  readonly budgets: Readonly<Record<string, Budget>> | ((settings: S) => Readonly<Record<string, Budget>>);
  experiments(settings: S): readonly ExperimentSpec[];
}

/** defineSuite makes a suite's definition from its settings and experiments. */
export function defineSuite<S extends Partial<SuiteSettings>>(definition: Definition<S>): SuiteDefinition {
  const { name, title, lasts, defaults, budgets } = definition;
  return {
    name,
    title,
    lasts,
    defaults,
    make: (given) => {
      const settings = { ...defaults, ...given };
      return {
        name,
        title,
        budgets: typeof budgets === 'function' ? budgets(settings) : budgets,
        experiments: definition.experiments(settings),
      };
    },
  };
}
