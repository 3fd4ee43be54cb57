import { readFileSync } from 'node:fs';
import type { ServiceDeclaration } from './declaration.ts';
import type { Front } from './front.ts';
import { type JsonObject, SchemaWriter } from './json-schema.ts';
import { ambientHeaders, operationObject } from './operation-object.ts';
import { Responses, problem } from './problem-schema.ts';
import { operationsOf } from './routes-of.ts';

/** Document is an OpenAPI 3.1 document. */
export interface Document extends JsonObject {
  readonly paths: Readonly<Record<string, JsonObject>>;
}

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** documentOf describes one service, or several behind one front. It is the same for the same sources. */
export function documentOf(services: readonly ServiceDeclaration[], front: Front): Document {
  const named = namedSchemas(services);
  const writer = new SchemaWriter(named);
  const responses = new Responses(ambientHeaders);
  const paths: Record<string, JsonObject> = {};
  for (const operation of services.flatMap(operationsOf)) {
    const around = operation.service.isFront ? { ...front, ...standsAlone } : front;
    const path = around.prefix + operation.path.replace(/:(\w+)/g, '{$1}');
    const method = operation.method.toLowerCase();
    paths[path] = {
      ...paths[path],
      [method]: operationObject(operation, { writer, responses }, around),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: front.name,
      version,
      description: front.description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: front.security,
    tags: services.flatMap(({ tags }) =>
      Object.entries(tags).map(([name, description]) => ({ name, description })),
    ),
    paths: sorted(paths),
    components: {
      schemas: sorted(writer.components()),
      responses: responses.components(),
      headers,
      ...(Object.keys(front.securitySchemes).length > 0 && { securitySchemes: front.securitySchemes }),
    },
  };
}

/** What a front does not add to its own operations. */
const standsAlone: Pick<Front, 'prefix' | 'problems' | 'securityOf'> = {
  prefix: '',
  problems: {},
  securityOf: () => ({ security: [] }),
};

function namedSchemas(services: readonly ServiceDeclaration[]) {
  const all = services.flatMap(({ schemas }) => Object.entries(schemas));
  const twice = all.find(([name, schema]) => all.some(([other, one]) => other === name && one !== schema));
  if (twice) throw new Error(`two services have a schema called ${twice[0]}: call one of them otherwise.`);
  return { Problem: problem, ...Object.fromEntries(all) };
}

function sorted<T>(entries: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const headers: JsonObject = {
  RequestId: {
    description: "The id of the request: the client's own, if it sent a usable one.",
    schema: { type: 'string', minLength: 1, maxLength: 128 },
  },
  InstanceId: { description: 'The replica that answered.', schema: { type: 'string', minLength: 1 } },
  Location: {
    description: 'Where the new resource is.',
    required: true,
    schema: { type: 'string', pattern: '^/' },
  },
  RetryAfter: {
    description: 'Seconds after which it may work.',
    schema: { type: 'integer', minimum: 0 },
  },
};
