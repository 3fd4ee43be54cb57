import type { PageVisitSeen } from '../../model/browser-observation.ts';
import type { PageVisit } from '../../model/page-visit.ts';

/** VisitOrder: what a visitor visits, with which browser, and on which time axis it tells of it. */
export interface VisitOrder {
  readonly executablePath: string;
  readonly entryUrl: string;
  /** pages are visited in turns. */
  readonly pages: readonly PageVisit[];
  readonly clock: { readonly startedAt: string; readonly originNs: string };
}

/** Visited: a visit, and the bookings that were acknowledged to it, by id. */
export interface Visited {
  readonly seen: PageVisitSeen;
  readonly booked: readonly string[];
}

/** ToVisitor: `prepare` starts the browser, `begin` the visits, `stop` ends both, after the visit under way or at once. */
export type ToVisitor =
  | { readonly type: 'prepare'; readonly order: VisitOrder }
  | { readonly type: 'begin' }
  | { readonly type: 'stop'; readonly atOnce: boolean };

/** FromVisitor: `late` is a visit that was not over when the visitor was stopped. */
export type FromVisitor =
  | { readonly type: 'ready'; readonly version: string }
  | { readonly type: 'visited'; readonly visited: Visited; readonly late: boolean }
  | { readonly type: 'failed'; readonly message: string };
