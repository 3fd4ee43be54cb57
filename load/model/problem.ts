/** ProblemKind: who can mend it. `usage` ends a command with exit code 2, `harness` with 1. */
export type ProblemKind = 'usage' | 'harness';

/**
 * Problem: an expected failure, told to a user in one line and never as a stack trace.
 * `message` says what and where with the limit that was crossed; `next` is the step that mends it.
 */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly kind: ProblemKind;
  readonly next: string | undefined;
  /** detail: further lines worth showing, such as the tail of a log. */
  readonly detail: string | undefined;

  constructor(
    kind: ProblemKind,
    message: string,
    options: { next?: string; detail?: string; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.kind = kind;
    this.next = options.next;
    this.detail = options.detail;
  }
}
