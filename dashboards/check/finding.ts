import type { Source } from './sources.ts';

/** Held: what kinds of things a check holds to what they should be. */
export type Held = 'queries' | 'queries through Grafana' | 'rules' | 'parts of Grafana' | 'panels drawn';

/** Finding: what came of one of them. */
export interface Finding {
  readonly held: Held;
  readonly dashboard: string;
  readonly where: string;
  /** problems: none where it is as it should be. */
  readonly problems: readonly string[];
  /** afterSeconds: how long after there was something to show it had an answer for the first time. */
  readonly afterSeconds?: number;
  /** source: what it rests on. */
  readonly source?: Source;
  /** unchecked: what it rests on is not part of this check. */
  readonly unchecked?: string;
}
