/**
 * Failure is why a request came to nothing. `unreachable`: no answer. `busy`: an answer that says to come again later.
 * `signedOut`: the token is not valid any more. `refused`: an answer that says no. `broken`: the service failed.
 */
export type Failure =
  | { readonly kind: 'unreachable' }
  | {
      readonly kind: 'busy';
      readonly limited: boolean;
      readonly retryAfterSeconds: number;
      /** When it was answered, in milliseconds since 1970. */
      readonly atMs: number;
    }
  | { readonly kind: 'signedOut'; readonly detail: string }
  | { readonly kind: 'refused'; readonly slug: string; readonly detail: string }
  | { readonly kind: 'broken'; readonly status: number };

/** isUnknown: nobody said what became of the request; it may have been carried out. */
export function isUnknown({ kind }: Failure): boolean {
  return kind === 'unreachable' || kind === 'broken';
}

/** RequestFailed is thrown by every request that came to nothing. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.kind);
    this.failure = failure;
  }
}

/** failureOf is what a rejected request came to; anything else is thrown on, to the error boundary. */
export function failureOf(error: unknown): Failure {
  if (error instanceof RequestFailed) return error.failure;
  throw error;
}

interface ProblemDetails {
  readonly type?: string;
  readonly title?: string;
  readonly detail?: string;
}

/** failureIn reads the failure that an answer is: problem details (RFC 9457), from the gateway or a service. */
export async function failureIn(answer: Response): Promise<Failure> {
  const { type = '', title = '', detail = title } = await readProblem(answer);
  const { status, headers } = answer;
  const retryAfterSeconds = Number(headers.get('retry-after') ?? Number.NaN) || 1;
  if (status === 429 || status === 503)
    return { kind: 'busy', limited: status === 429, retryAfterSeconds, atMs: Date.now() };
  if (status === 401) return { kind: 'signedOut', detail };
  if (status >= 500) return { kind: 'broken', status };
  return { kind: 'refused', slug: type.replace('urn:rehearse:problem:', ''), detail };
}

async function readProblem(answer: Response): Promise<ProblemDetails> {
  try {
    return (await answer.json()) as ProblemDetails;
  } catch {
    return {};
  }
}
