import type { Arrivals } from '../model/load-plan.ts';
import type { Times } from './computed-truth.ts';
import type { TruthCase } from './truth-case.ts';

/** Order: what a contender is asked to do. Durations are milliseconds. */
export interface Order {
  readonly url: string;
  readonly truthCase: TruthCase;
  readonly warmUpMs: number;
  readonly durationMs: number;
  /** signal aborts it, and ends whatever it has started. */
  readonly signal: AbortSignal;
}

/** Reading: what a contender says that it saw; null where it does not say. */
export interface Reading {
  readonly timesMs: Times;
  /** startedMs: when its schedule began, on the clock of monotonicMs. */
  readonly startedMs: number | null;
  readonly requests: number;
  /** lost: requests without a right answer, by its own account. */
  readonly lost: number;
  readonly offeredRps: number | null;
  readonly achievedRps: number;
  readonly dispatchDelayMs: { readonly p50: number | null; readonly p99: number | null } | null;
  readonly cpuUsPerRequest: number | null;
  /** invalidBecause: guards that it has tripped itself. */
  readonly invalidBecause: readonly string[];
}

/** Contender: something that measures a server. */
export interface Contender {
  readonly name: string;
  /** model: a closed one waits for each answer, so that it asks less while its server is slow. */
  readonly model: 'open' | 'closed';
  /** thorough: warms up and measures for as long as a case asks for; the others are asked for a few seconds. */
  readonly thorough: boolean;
  /** arrivalsFor: what it sends where a case asks for `asked`. */
  arrivalsFor(asked: Arrivals): Arrivals;
  /** absent says why it cannot be put to the test here; undefined where it can. */
  absent(): Promise<string | undefined>;
  measure(order: Order): Promise<Reading>;
}
