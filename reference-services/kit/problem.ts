/** problemContentType is the media type of RFC 9457 problem details. */
export const problemContentType = 'application/problem+json; charset=utf-8';

/** ProblemDetails is the body of every answer that is an error (RFC 9457). */
export interface ProblemDetails {
  /** `urn:rehearse:problem:<slug>`; stable, so that clients may branch on it. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  /** Every invalid member of the request: where it is, and which limit it breaks. */
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

export interface ProblemOptions {
  readonly status: number;
  readonly slug: string;
  readonly title: string;
  readonly detail?: string;
  readonly errors?: ProblemDetails['errors'];
  /** Answers a Retry-After header with this many seconds: it may work then. */
  readonly retryAfterSeconds?: number;
  /** What the answer's status asks for beside, such as Allow. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** Problem is an error that the client is told about; thrown by a handler, it becomes the answer. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly details: ProblemDetails;
  readonly retryAfterSeconds: number | undefined;
  /** Headers of the answer, Retry-After among them. */
  readonly headers: Readonly<Record<string, string>>;

  constructor({ status, slug, title, detail, errors, retryAfterSeconds, headers, cause }: ProblemOptions) {
    super(detail ?? title, { cause });
    this.details = {
      type: `urn:rehearse:problem:${slug}`,
      title,
      status,
      ...(detail !== undefined && { detail }),
      ...(errors && { errors }),
    };
    this.retryAfterSeconds = retryAfterSeconds;
    const retryAfter = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
    this.headers = { ...retryAfter, ...headers };
  }
}
