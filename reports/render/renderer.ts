import type { RunResult } from '../../load/model/result.ts';

/**
 * Renderer: turns a stored result into one file's text. Pure: no clock, no locale, no file; the same result gives the
 * same bytes. It formats what the result holds and computes nothing else.
 */
export interface Renderer {
  readonly name: string;
  /** fileName: the file beside `result.json` that holds the text. */
  readonly fileName: string;
  readonly render: (result: RunResult) => string;
}
