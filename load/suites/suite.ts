import type { Budget } from '../model/figure.ts';

interface Described {
  readonly name: string;
  readonly title: string;
  /** question: what the experiment answers, for the report. */
  readonly question: string;
}

/** StartupSpec: the scaled service is started again and again, alone, each time as a new, cold process. */
export interface StartupSpec extends Described {
  readonly kind: 'startup';
  readonly samples: number;
}

/** SteadyLoadSpec: one replica of each service under a constant rate, with memory watched before, during and after. */
export interface SteadyLoadSpec extends Described {
  readonly kind: 'steady-load';
  readonly ratePerSecond: number;
  readonly idleMs: number;
  readonly warmUpMs: number;
  readonly durationMs: number;
  readonly afterMs: number;
}

/** ReplacementSpec: scale-out, rolling restart of every replica, and scale-in of the scaled service, under load. */
export interface ReplacementSpec extends Described {
  readonly kind: 'replacement';
  readonly ratePerSecond: number;
  readonly warmUpMs: number;
  /** pauseMs of plain load between the three acts. */
  readonly pauseMs: number;
  readonly replicas: { readonly low: number; readonly high: number };
  readonly signal: 'SIGTERM' | 'SIGKILL';
  /** graceMs: SIGTERM to SIGKILL. */
  readonly graceMs: number;
  /** heldRequests: requests kept half-sent at each replica that is signalled. */
  readonly heldRequests: number;
  /** control: this must lose requests; if it does not, the measurement is blind. */
  readonly control: boolean;
}

/** ExperimentSpec: one thing to do to the system, from a fresh state. */
export type ExperimentSpec = StartupSpec | SteadyLoadSpec | ReplacementSpec;

/** Suite: experiments in order, and the budgets that their figures are held against, by figure name. */
export interface Suite {
  readonly name: string;
  readonly title: string;
  readonly experiments: readonly ExperimentSpec[];
  readonly budgets: Readonly<Record<string, Budget>>;
}

/** SuiteSettings: what a user may set differently for any suite. */
export interface SuiteSettings {
  /** ratePerSecond: journeys started per second. */
  readonly ratePerSecond?: number;
  readonly durationMs?: number;
  readonly warmUpMs?: number;
  /** replicas of the scaled service, rising. */
  readonly replicas?: readonly number[];
  /** startups: how many starts are measured. */
  readonly startups?: number;
}
