import { firstCause } from '../../kit/failure-text.ts';
import { Problem } from '../../kit/problem.ts';

// Refused before anything was executed, or rolled back for certain.
const notExecuted = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  '28000', // invalid authorization
  '28P01', // invalid password
  '3D000', // no such database
  '3F000', // no such schema
  '40001', // serialization failure
  '40P01', // deadlock
  '42P01', // no such table: not migrated
  '53300', // too many connections
  '57P03', // cannot connect now
]);
const lost = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', '57014', '57P01', '57P02']);
const connectTimeout =
  /timeout exceeded when trying to connect|Connection terminated due to connection timeout/;
const lostMessage =
  /Connection terminated|Client has encountered a connection error|Query read timeout|Connection ended/;

const retryAfterSeconds = 1;

/**
 * asStoreFailure turns what PostgreSQL or its connection threw into what a client may know: 503 with Retry-After when
 * nothing was done, 503 without when that cannot be told. Any other error is a fault of ours and comes back as it is.
 */
export function asStoreFailure(error: unknown): unknown {
  const { code, message } = firstCause(error);
  if (notExecuted.has(code) || connectTimeout.test(message)) {
    return unavailable(error, 'Nothing was done; try again.', retryAfterSeconds);
  }
  if (lost.has(code) || lostMessage.test(message)) {
    return unavailable(error, 'Whether it was done is not known; look before trying again.');
  }
  return error;
}

function unavailable(cause: unknown, detail: string, seconds?: number): Problem {
  return new Problem({
    status: 503,
    slug: 'store-unavailable',
    title: 'The database is not available',
    detail,
    cause,
    ...(seconds !== undefined && { retryAfterSeconds: seconds }),
  });
}

/** violates says whether an error is the violation of the constraint with this name. */
export function violates(error: unknown, constraint: string): boolean {
  return (error as { constraint?: unknown }).constraint === constraint;
}
