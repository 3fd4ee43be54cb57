import { firstCause } from '../../kit/failure-text.ts';
import { Problem } from '../../kit/problem.ts';

// Refused before anything was executed, or rolled back for certain.
const notExecuted = new Set([
  'EADDRNOTAVAIL',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  '08001', // cannot connect
  '08004', // connection rejected
  '25006', // only reads: a primary that has become a standby, for one
  '25P03', // transaction idle for too long
  '28000', // invalid authorization
  '28P01', // invalid password
  '3D000', // no such database
  '3F000', // no such schema
  '40001', // serialization failure
  '40P01', // deadlock
  '42P01', // no such table: not migrated
  '53100', // disk full
  '53200', // out of memory
  '53300', // too many connections
  '53400', // a limit of its configuration
  '55P03', // lock not available
  '57014', // took longer than a statement may
  '57P03', // cannot connect now
  '57P05', // session idle for too long
  '58000', // failure of its system
  '58030', // failure of its disk
]);
const lost = new Set([
  'ECONNABORTED',
  'ECONNRESET',
  'ENETDOWN',
  'EPIPE',
  'ETIMEDOUT',
  '08000', // connection exception
  '08003', // no connection any more
  '08006', // connection failure
  '40003', // completion unknown
  '57P01', // told to end by an administrator
  '57P02', // crashed
  '57P04', // its database is gone
]);
const connectTimeout =
  /timeout exceeded when trying to connect|Connection terminated due to connection timeout/;
const lostMessage =
  /Connection terminated|Client has encountered a connection error|Query read timeout|Connection ended/;

const retryAfterSeconds = 1;

/**
 * asStoreFailure turns what PostgreSQL or its connection threw into what a client may know: 503, and whether nothing
 * was done or that cannot be told. Any other error is a fault of ours and comes back as it is.
 */
export function asStoreFailure(error: unknown): unknown {
  const { code, message } = firstCause(error);
  if (notExecuted.has(code) || connectTimeout.test(message))
    return unavailable('Nothing was done; try again.', error);
  if (isLost(error)) {
    const detail =
      'Whether it was done is not known; look before trying again, or repeat it under the Idempotency-Key it had.';
    return unavailable(detail, error);
  }
  return error;
}

/** isLost says whether the connection came to nothing, so that the server answers nothing more on it. */
export function isLost(error: unknown): boolean {
  const { code, message } = firstCause(error);
  return lost.has(code) || lostMessage.test(message);
}

/** tooManyWait is thrown instead of joining a queue that is too long to be served in time. */
export function tooManyWait(): Problem {
  return unavailable(
    'Nothing was done; try again.',
    new Error('too many requests wait for a database connection'),
  );
}

/** breaksConnection says whether a connection cannot be used after an error: all but what the server says of a statement. */
export function breaksConnection(error: unknown): boolean {
  return (error as { severity?: unknown }).severity !== 'ERROR';
}

function unavailable(detail: string, cause: unknown): Problem {
  return new Problem({
    status: 503,
    slug: 'store-unavailable',
    title: 'The database is not available',
    detail,
    cause,
    retryAfterSeconds,
  });
}

/** violates says whether an error is the violation of the constraint with this name. */
export function violates(error: unknown, constraint: string): boolean {
  return (error as { constraint?: unknown }).constraint === constraint;
}
