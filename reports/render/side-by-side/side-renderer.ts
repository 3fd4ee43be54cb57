import type { SideBySide } from '../../compare/side-by-side.ts';

/** SideRenderer: turns results side by side into one file's text; pure, and the same bytes again. */
export interface SideRenderer {
  readonly name: string;
  readonly fileName: string;
  readonly render: (sides: SideBySide) => string;
}
