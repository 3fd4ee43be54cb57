import * as z from 'zod';
import { commonProblems, mergeProblems } from './common-problems.ts';
import type { Answer, ServiceDeclaration } from './declaration.ts';
import type { Front } from './front.ts';
import type { JsonObject, SchemaWriter } from './json-schema.ts';
import type { Responses } from './problem-schema.ts';
import type { Operation } from './routes-of.ts';

/** ambientHeaders come with every answer. */
export const ambientHeaders: JsonObject = {
  'x-request-id': { $ref: '#/components/headers/RequestId' },
  'x-instance-id': { $ref: '#/components/headers/InstanceId' },
};

/** operationObject is OpenAPI's description of one route behind a front. */
export function operationObject(
  { service, method, path, schema, declared }: Operation,
  { writer, responses }: { readonly writer: SchemaWriter; readonly responses: Responses },
  front: Front,
): JsonObject {
  const common = commonProblems(method, path, service.isFront !== true);
  const problems = mergeProblems(common, declared.problems ?? {}, front.problems);
  const parameters = [
    ...parametersOf(schema.params, 'path', writer),
    ...parametersOf(schema.querystring, 'query', writer),
    ...parametersOf(headersOf(service, schema.headers), 'header', writer).filter(
      ({ name }) => !front.setsHeaders.includes(String(name)),
    ),
  ];
  return {
    operationId: declared.id,
    tags: [declared.tag],
    summary: declared.summary,
    ...front.securityOf(service.name, method),
    ...(declared.description !== undefined && { description: declared.description }),
    ...(parameters.length > 0 && { parameters }),
    ...(schema.body && { requestBody: { required: true, content: asJson(writer.write(schema.body)) } }),
    responses: {
      [declared.answer.status]: answerResponse(declared.answer, writer),
      ...responses.references(problems),
    },
  };
}

function headersOf({ requestHeaders = {} }: ServiceDeclaration, own: z.ZodType = z.looseObject({})) {
  if (!(own instanceof z.ZodObject)) throw new Error('what is expected in the headers is not an object');
  return z.looseObject({ ...requestHeaders, ...own.shape });
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
  place: 'path' | 'query' | 'header',
  writer: SchemaWriter,
): JsonObject[] {
  if (!schema) return [];
  if (!(schema instanceof z.ZodObject)) throw new Error(`what is expected in the ${place} is not an object`);
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
