import * as z from 'zod';
import { commonProblems, mergeProblems, type ProblemsByStatus } from './common-problems.ts';
import type { Answer, HeaderParameter } from './declaration.ts';
import type { JsonObject, SchemaWriter } from './json-schema.ts';
import type { Responses } from './problem-schema.ts';
import type { Operation } from './routes-of.ts';

/** ambientHeaders come with every answer. */
export const ambientHeaders: JsonObject = {
  'x-request-id': { $ref: '#/components/headers/RequestId' },
  'x-instance-id': { $ref: '#/components/headers/InstanceId' },
};

/** operationObject is OpenAPI's description of one route; `more` are problems that a proxy in front adds. */
export function operationObject(
  { method, path, schema, declared }: Operation,
  { writer, responses }: { readonly writer: SchemaWriter; readonly responses: Responses },
  more: ProblemsByStatus,
): JsonObject {
  const problems = mergeProblems(commonProblems(method, path), declared.problems ?? {}, more);
  const parameters = [
    ...parametersOf(schema.params, 'path', writer),
    ...parametersOf(schema.querystring, 'query', writer),
    ...headerParameters(declared.headers ?? {}, writer),
  ];
  return {
    operationId: declared.id,
    tags: [declared.tag],
    summary: declared.summary,
    ...(declared.description !== undefined && { description: declared.description }),
    ...(parameters.length > 0 && { parameters }),
    ...(schema.body && { requestBody: { required: true, content: asJson(writer.write(schema.body)) } }),
    responses: {
      [declared.answer.status]: answerResponse(declared.answer, writer),
      ...responses.references(problems),
    },
  };
}

function answerResponse({ description, schema, location, links }: Answer, writer: SchemaWriter): JsonObject {
  const headers = {
    ...ambientHeaders,
    ...(location && { Location: { $ref: '#/components/headers/Location' } }),
  };
  const content = schema && asJson(writer.write(schema));
  return { description, headers, ...(content && { content }), ...(links && { links }) };
}

function asJson(schema: JsonObject): JsonObject {
  return { 'application/json': { schema } };
}

function parametersOf(
  schema: z.ZodType | undefined,
  place: 'path' | 'query',
  writer: SchemaWriter,
): JsonObject[] {
  if (!schema) return [];
  if (!(schema instanceof z.ZodObject)) throw new Error(`parameters in the ${place} are not a strict object`);
  return Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, part]) => ({
    name,
    in: place,
    required: place === 'path' || !part.safeParse(undefined).success,
    ...described(writer.write(part)),
  }));
}

/** A text on the wire may stand for something else: `asQuery`, given by meta, says what. */
function described({ asQuery, description, ...schema }: JsonObject): JsonObject {
  return { ...(description !== undefined && { description }), schema: asQuery ?? schema };
}

function headerParameters(
  headers: Readonly<Record<string, HeaderParameter>>,
  writer: SchemaWriter,
): JsonObject[] {
  return Object.entries(headers).map(([name, { description, schema }]) => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: writer.write(schema),
  }));
}
