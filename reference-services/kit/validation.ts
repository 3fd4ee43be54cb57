import type { FastifySchemaCompiler, FastifyServerOptions, FastifyTypeProvider } from 'fastify';
import * as z from 'zod';
import { Problem } from './problem.ts';

/** ZodTypeProvider gives handlers the types of what the zod schemas of their route let through. */
export interface ZodTypeProvider extends FastifyTypeProvider {
  readonly validator: this['schema'] extends z.ZodType ? z.output<this['schema']> : unknown;
}

/** noQuery lets no query parameter through. */
export const noQuery = z.strictObject({});

// What does not fit is a 400 problem.
const validatorCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  const validate = (value: unknown) => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return { value: parsed.data };
    return { error: invalidRequest(httpPart ?? 'request', parsed.error.issues) };
  };
  return schema === noQuery ? (value: object) => (isEmpty(value) ? true : validate(value)) : validate;
};

function isEmpty(value: object): boolean {
  for (const _ in value) return false;
  return true;
}

/**
 * zodSchemaController makes Fastify validate params, query and body by zod. It replaces Fastify's own compilers
 * altogether, which are slow to load; their types say Ajv, though any function does.
 */
export const zodSchemaController = {
  compilersFactory: {
    buildValidator: () => validatorCompiler,
    buildSerializer: () => () => (value: unknown) => JSON.stringify(value),
  },
} as unknown as NonNullable<FastifyServerOptions['schemaController']>;

function invalidRequest(part: string, issues: readonly z.core.$ZodIssue[]): Problem {
  const errors = issues.slice(0, 20).map(({ path, message }) => ({
    path: [part === 'querystring' ? 'query' : part, ...path.map(String)].join('.'),
    message,
  }));
  const [first] = errors;
  return new Problem({
    status: 400,
    slug: 'invalid-request',
    title: 'The request is invalid',
    detail: `${first?.path ?? part}: ${first?.message ?? 'invalid'}`,
    errors,
  });
}
