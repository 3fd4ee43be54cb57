import { Problem } from '../kit/problem.ts';

/** A challenge (RFC 6750, section 3) says how one may come in. */
const CHALLENGE = 'Bearer realm="booking platform"';

/** tokenNeeded is the answer to a request without a token, where one is needed. */
export function tokenNeeded(): Problem {
  return new Problem({
    status: 401,
    slug: 'token-needed',
    title: 'A token is needed',
    detail: 'Send Authorization: Bearer and a token. Only reading events and locations needs none.',
    headers: { 'www-authenticate': CHALLENGE },
  });
}

/** tokenRefused is the answer to a request whose token is not valid, wherever it goes. */
export function tokenRefused(reason: string): Problem {
  return new Problem({
    status: 401,
    slug: 'token-refused',
    title: 'The token is not valid',
    detail: `The bearer token is refused: ${reason}.`,
    headers: {
      'www-authenticate': `${CHALLENGE}, error="invalid_token", error_description="${reason.replaceAll('"', "'")}"`,
    },
  });
}

/** tooManyRequests is the answer to a client beyond its limit; its request was not carried out. */
export function tooManyRequests(waitMs: number): Problem {
  return new Problem({
    status: 429,
    slug: 'too-many-requests',
    title: 'Too many requests',
    detail: 'The request was not carried out. Send it again after the time in Retry-After.',
    retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
  });
}

/** bodyTooLarge is the answer to a request whose body has more than `limitBytes`; no replica has carried it out. */
export function bodyTooLarge(limitBytes: number): Problem {
  return new Problem({
    status: 413,
    slug: 'body-too-large',
    title: 'The body is too large',
    detail: `The request was not carried out: a body may have at most ${limitBytes} bytes.`,
  });
}
