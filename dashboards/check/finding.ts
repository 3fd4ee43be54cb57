import type { Source } from './sources.ts';

/** Finding: what came of one query. */
export interface Finding {
  readonly dashboard: string;
  readonly where: string;
  /** problems: none where it answered as it should. */
  readonly problems: readonly string[];
  /** afterSeconds: how long after there was something to show it had an answer for the first time. */
  readonly afterSeconds?: number;
  /** source: what it rests on. */
  readonly source?: Source;
  /** unchecked: what it rests on is not part of this check. */
  readonly unchecked?: string;
}
