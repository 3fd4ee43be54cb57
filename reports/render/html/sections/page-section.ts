import type { VNode } from 'preact';
import type { RunResult } from '../../../../load/model/result.ts';

/** PageSection: a part of the page that can be linked to; it is shown where the result holds something for it. */
export interface PageSection {
  /** id: what follows the `#` of links to it. */
  readonly id: string;
  /** nav: its name in the navigation. */
  readonly nav: string;
  shownFor(result: RunResult): boolean;
  /** Content of the section; `shown` are the ids of all sections of this page. */
  readonly Content: (props: { result: RunResult; shown: ReadonlySet<string> }) => VNode | null;
}
