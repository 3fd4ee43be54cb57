import { Problem, type ProblemOptions } from './problem.ts';

const byFastifyCode: Readonly<Record<string, ProblemOptions>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: {
    status: 400,
    slug: 'malformed-json',
    title: 'The body is not JSON',
    detail: 'Send one JSON object, encoded as UTF-8.',
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: {
    status: 400,
    slug: 'malformed-json',
    title: 'The body is not JSON',
    detail: 'The body is empty; send one JSON object, or no Content-Type.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    slug: 'unsupported-media-type',
    title: 'The body is of a type that is not understood',
    detail: 'Send it with Content-Type: application/json.',
  },
  FST_ERR_CTP_BODY_TOO_LARGE: { status: 413, slug: 'body-too-large', title: 'The body is too large' },
  FST_ERR_BAD_URL: { status: 400, slug: 'malformed-url', title: 'The path is not a well-formed URL path' },
  FST_ERR_MAX_PARAM_LENGTH: { status: 414, slug: 'path-too-long', title: 'A part of the path is too long' },
};

const internal: ProblemOptions = {
  status: 500,
  slug: 'internal',
  title: 'The service failed',
  detail: 'It is logged under the id in x-request-id.',
};

/** asProblem says what a client is told about any error; what it does not know is a 500 that tells nothing. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { code, statusCode, message } = error as { code?: string; statusCode?: number; message?: string };
  const known = code === undefined ? undefined : byFastifyCode[code];
  if (known) return new Problem({ ...known, cause: error });
  if (statusCode === undefined || statusCode < 400 || statusCode > 499)
    return new Problem({ ...internal, cause: error });
  return new Problem({
    status: statusCode,
    slug: 'bad-request',
    title: 'The request is wrong',
    detail: message ?? '',
  });
}

/** noSuchRoute is the answer to a method and path that nothing serves. */
export function noSuchRoute(method: string, path: string): Problem {
  const detail = `Nothing here answers ${method} ${path.slice(0, 200)}.`;
  return new Problem({ status: 404, slug: 'no-such-route', title: 'There is no such route', detail });
}

/** methodNotAllowed is the answer to a method that a path does not know; `allowed` are those it does. */
export function methodNotAllowed(method: string, allowed: readonly string[]): Problem {
  const allow = allowed.join(', ');
  return new Problem({
    status: 405,
    slug: 'method-not-allowed',
    title: 'The path does not know this method',
    detail: `${method} is not answered here; ${allow} ${allowed.length === 1 ? 'is' : 'are'}.`,
    headers: { allow },
  });
}
