import * as z from 'zod';
import type { JsonObject } from './json-schema.ts';
import type { ProblemsByStatus } from './common-problems.ts';

const invalidMember = z.strictObject({ path: z.string(), message: z.string() });

/** problem is the schema of kit/problem.ts' ProblemDetails. */
export const problem = z.strictObject({
  type: z.string().regex(/^urn:rehearse:problem:[a-z0-9-]+$/),
  title: z.string().min(1),
  status: z.int().min(400).max(599),
  detail: z.string().optional(),
  errors: z.array(invalidMember).min(1).max(20).optional(),
});

const meanings: Readonly<Record<number, string>> = {
  400: 'The request is wrong; `errors` name each invalid member.',
  401: 'There is no valid token.',
  403: 'The token does not allow this.',
  404: 'There is no such thing.',
  408: 'The request did not arrive in time.',
  409: 'It contradicts what is already there.',
  413: 'The body is too large.',
  414: 'A part of the path is too long.',
  415: 'The body is of a type that is not understood.',
  422: 'The request is well-formed, and cannot be carried out as it is.',
  429: 'Too many requests; Retry-After says when to come again.',
  431: 'The headers are too large.',
  500: 'The service failed.',
  502: 'The service behind the gateway broke off; the request may or may not have been carried out.',
  503: 'What is needed is not available now. With Retry-After nothing was done, and it may work then.',
  504: 'The service behind the gateway took too long; the request may or may not have been carried out.',
};

const withRetryAfter = new Set([429, 503]);

/** Responses writes each response that is a problem once, and gives references to it. */
export class Responses {
  readonly #written = new Map<string, JsonObject>();
  readonly #headers: JsonObject;

  /** `headers` are those that come with every answer. */
  constructor(headers: JsonObject) {
    this.#headers = headers;
  }

  /** references are the responses of an operation by status, each with the types of problem it can have. */
  references(problems: ProblemsByStatus): JsonObject {
    const referred = Object.entries(problems).map(([status, slugs]) => {
      const name = `${status}-${slugs.join('-or-')}`;
      this.#written.set(name, problemResponse(Number(status), slugs, this.#headers));
      return [status, { $ref: `#/components/responses/${name}` }] as const;
    });
    return Object.fromEntries(referred);
  }

  /** components are all that were referred to, by name. */
  components(): JsonObject {
    return Object.fromEntries([...this.#written].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }
}

const challenge: JsonObject = {
  description: 'How to authenticate (RFC 6750).',
  schema: { type: 'string', minLength: 1 },
};

function problemResponse(status: number, slugs: readonly string[], headers: JsonObject): JsonObject {
  const description = meanings[status];
  if (description === undefined)
    throw new Error(
      `problem-schema.ts does not say what a problem with status ${status} means: add it there.`,
    );
  const type = { enum: slugs.map((slug) => `urn:rehearse:problem:${slug}`) };
  const properties = { type, status: { const: status } };
  return {
    description,
    headers: {
      ...headers,
      ...(withRetryAfter.has(status) && { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } }),
      ...(status === 401 && { 'WWW-Authenticate': challenge }),
    },
    content: {
      'application/problem+json': {
        schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, { properties }] },
      },
    },
  };
}
