import { execFileSync } from 'node:child_process';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { bookingsApi } from '../bookings/openapi.ts';
import { eventsApi } from '../events/openapi.ts';
import { launch } from '../testing/service.ts';
import { type DocumentName, documentText, documents } from './documents.ts';
import { operationsOf } from './routes-of.ts';

const names = Object.keys(documents) as DocumentName[];

test.each(names)('the document of %s passes the linter', async (name) => {
  const config = await createConfig({
    extends: ['recommended-strict'],
    rules: { 'no-server-example.com': 'off' },
  });
  const problems = await lintFromString({ source: documentText(name), absoluteRef: `${name}.json`, config });
  expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual(
    [],
  );
});

test('the linter finds what is wrong', async () => {
  const broken = documentText('events').replaceAll('"operationId":"getEvent"', '"operationId":"listEvents"');
  const config = await createConfig({ extends: ['recommended-strict'] });
  const problems = await lintFromString({ source: broken, absoluteRef: 'events.json', config });
  expect(problems.map(({ ruleId }) => ruleId)).toContain('operation-operationId-unique');
});

test.each(names)('the document of %s is the same each time it is made', (name) => {
  const documentsModule = new URL('documents.ts', import.meta.url).href;
  const script = `process.stdout.write((await import('${documentsModule}')).documentText('${name}'))`;
  const elsewhere = execFileSync(process.execPath, ['--input-type=module', '--eval', script]).toString();
  expect(documentText(name)).toBe(elsewhere);
});

describe('a document is not made', () => {
  test('when a route does not declare what it answers', () => {
    const addRoutes: typeof bookingsApi.addRoutes = (app) => {
      bookingsApi.addRoutes(app);
      app.put('/users/:id', { schema: { params: z.strictObject({ id: z.uuid() }) } }, () => ({}));
    };
    expect(() => operationsOf({ ...bookingsApi, addRoutes })).toThrow(
      'bookings answers PUT /users/:id, and bookings/openapi.ts does not say how',
    );
  });

  test('when a declaration belongs to no route', () => {
    const operations = { ...eventsApi.operations, 'GET /halls': eventsApi.operations['GET /events']! };
    expect(() => operationsOf({ ...eventsApi, operations })).toThrow(
      'events/openapi.ts declares GET /halls, which is no route',
    );
  });
});

test('the gateway has every path of the others under its prefix, and its own problems beside', () => {
  const { paths } = documents.gateway();
  const behind = { ...documents.events().paths, ...documents.bookings().paths };
  expect(Object.keys(paths).toSorted()).toEqual(
    [...Object.keys(behind).map((path) => `/api${path}`), '/faro/collect'].toSorted(),
  );
  expect(paths['/api/events/{id}']?.['get']).toMatchObject({
    responses: {
      429: { $ref: '#/components/responses/429-too-many-requests' },
      502: { $ref: '#/components/responses/502-upstream-failed' },
      503: { $ref: '#/components/responses/503-no-ready-replica-or-store-unavailable' },
      504: { $ref: '#/components/responses/504-upstream-timeout' },
    },
  });
});

test('the gateway has no store, so that no answer of its own says that one is away', () => {
  const collect = documents.gateway().paths['/faro/collect']?.['post'] as { responses: object } | undefined;
  expect(Object.keys(collect?.responses ?? {})).toEqual([
    '202',
    '400',
    '408',
    '413',
    '415',
    '429',
    '431',
    '500',
  ]);
});

test.each(names)('%s serves its document, without all that it needs to be ready too', async (name) => {
  const nowhere = { DATABASE_URL: 'postgres://127.0.0.1:1/none', BROKER_URL: 'postgres://127.0.0.1:1/none' };
  const unknown = { DISCOVERY: 'file:none.json', TOKEN_KEYS: 'file:none.json' };
  await using service = launch(`${name}/main.ts`, { ...nowhere, ...unknown });
  const { port } = await service.line('listening');
  const answer = await fetch(`http://127.0.0.1:${port}/openapi.json`);
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(await answer.text()).toBe(documentText(name));
});

test('the gateway asks for a token everywhere under /api but for reading events, and takes no X-User-Id', () => {
  const { paths, security } = documents.gateway();
  const securityOf = (path: string, method: string) =>
    (paths[path]?.[method] as { security?: unknown } | undefined)?.security ?? security;
  expect(securityOf('/api/events', 'get')).toEqual([{}, { token: [] }]);
  expect(securityOf('/api/events', 'post')).toEqual([{ token: [] }]);
  expect(securityOf('/api/bookings/{id}', 'get')).toEqual([{ token: [] }]);
  expect(securityOf('/faro/collect', 'post')).toEqual([]);
  expect(documentText('gateway').toLowerCase()).not.toContain('x-user-id');
  expect(documentText('gateway')).toContain('idempotency-key');
});
