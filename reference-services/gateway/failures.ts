import { Problem } from '../kit/problem.ts';

/**
 * FailureKind says how a request to a replica came to nothing.
 * `malformed`: it cannot be written as HTTP/1.1, which is the client's doing.
 * `connect`: no connection, so nothing was sent. `reset`: the connection ended after sending began.
 * `protocol`: what came back is not HTTP/1.1. `timeout`: silence for the route's limit.
 * `truncated`: the answer stopped in its middle. `no_replica`: none was ready.
 */
export type FailureKind =
  | 'malformed'
  | 'connect'
  | 'reset'
  | 'protocol'
  | 'timeout'
  | 'truncated'
  | 'no_replica';

/** CallFailure is one attempt on one replica that failed; unsent ones may be tried on another replica. */
export interface CallFailure {
  readonly kind: 'malformed' | 'connect' | 'reset' | 'protocol' | 'truncated';
  /** False only when provably no byte of the request was written. */
  readonly sent: boolean;
  readonly cause: Error;
}

/** ProblemOf is what the client is told when no byte of an answer has been passed on. */
export function problemOf(kind: FailureKind, service: string, limitMs: number): Problem {
  const unknown = 'It may or may not have been carried out.';
  switch (kind) {
    case 'malformed':
      return new Problem({ status: 400, slug: 'malformed-http', title: 'The request cannot be passed on' });
    case 'connect':
    case 'no_replica':
      return noReplica(service);
    case 'timeout':
      return new Problem({
        status: 504,
        slug: 'upstream-timeout',
        title: 'The service took too long',
        detail: `${service} did not answer within ${limitMs} ms. ${unknown}`,
      });
    default:
      return new Problem({
        status: 502,
        slug: 'upstream-failed',
        title: 'The service broke off',
        detail: `${service} ended the connection without a whole answer. ${unknown}`,
      });
  }
}

function noReplica(service: string): Problem {
  return new Problem({
    status: 503,
    slug: 'no-ready-replica',
    title: 'The service is not available now',
    detail: `No replica of ${service} is ready; the request was not carried out.`,
    retryAfterSeconds: 1,
  });
}
