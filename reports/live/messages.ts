import type { LoadSecond } from '../../load/model/load-observation.ts';
import type { Marker, RunResult } from '../../load/model/result.ts';

/** LiveEvent: one thing that happened in a run that goes on; a page that has seen all of them shows the run. */
export type LiveEvent =
  | {
      readonly type: 'run';
      readonly suite: string;
      readonly startedAtUnixMs: number;
      readonly planned: readonly string[];
    }
  | { readonly type: 'began'; readonly step: string }
  | { readonly type: 'told'; readonly line: string }
  | { readonly type: 'ended'; readonly outcome: string }
  | { readonly type: 'second'; readonly second: LoadSecond }
  | { readonly type: 'marker'; readonly marker: Marker }
  /** figures of the experiments that have ended, as markup of the page. */
  | { readonly type: 'figures'; readonly markup: string }
  /** over: the report is there; whoever asks for the page again gets it. */
  | { readonly type: 'over' };

/** NumberedEvent: events count up from 1, so that a page that was away gets what it has missed. */
export interface NumberedEvent {
  readonly number: number;
  readonly event: LiveEvent;
}

/** ToLive: what a run tells the process that serves its page. */
export type ToLive =
  | { readonly type: 'event'; readonly event: LiveEvent }
  | { readonly type: 'measured'; readonly figures: RunResult['figures'] }
  /** over: the report is in a file; `patienceMs` is how long those who look on may take to fetch it. */
  | { readonly type: 'over'; readonly reportFile: string; readonly patienceMs: number };

/** FromLive: what that process answers. */
export type FromLive =
  | { readonly type: 'listening'; readonly port: number }
  | { readonly type: 'refused'; readonly message: string };
