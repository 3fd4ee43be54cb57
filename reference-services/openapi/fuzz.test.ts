import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKey, signToken } from '../gateway/fixtures/tokens.ts';
import { lacks } from '../testing/needs.ts';
import { type Platform, startPlatform } from '../testing/platform.ts';
import { type RunningService, startReady } from '../testing/service.ts';
import { type Document, type DocumentName, documents } from './documents.ts';
import { addDemoRows } from './fixtures/demo.ts';
import { Generated, operationsIn } from './fixtures/generated.ts';
import { replicaOf } from './fixtures/replica-of.ts';
import { type Rows, fuzz, hasSchemathesis } from './fixtures/schemathesis.ts';

const timesPerOperation = 15;

describe('under fuzzers', () => {
  let directory: string;
  let platform: Platform;
  const services: Partial<Record<'events' | 'bookings' | 'gateway', RunningService>> = {};
  let rows: Rows;
  let token: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'reference-services-fuzz-'));
    platform = await startPlatform();
    const events = (services.events = await startReady('events/main.ts', platform.events));
    const bookings = (services.bookings = await startReady('bookings/main.ts', platform.bookings));
    rows = await addDemoRows({ events: events.url, bookings: bookings.url });
    const discovery = join(directory, 'replicas.json');
    await writeFile(
      discovery,
      JSON.stringify([replicaOf('events', events), replicaOf('bookings', bookings)]),
    );
    const key = await createKey('fuzz');
    const keys = join(directory, 'token-keys.json');
    await writeFile(keys, JSON.stringify({ keys: [key.publicJwk] }));
    token = await signToken(key, { sub: rows.users[0] ?? '' });
    services.gateway = await startReady('gateway/main.ts', {
      DISCOVERY: `file:${discovery}`,
      TOKEN_KEYS: `file:${keys}`,
      RATE_LIMIT_PER_SECOND: '0',
      ANONYMOUS_RATE_LIMIT_PER_SECOND: '0',
      FARO_RATE_LIMIT_PER_SECOND: '0',
    });
  });
  afterAll(async () => {
    for (const service of Object.values(services)) await service[Symbol.asyncDispose]();
    await platform?.[Symbol.asyncDispose]();
    if (directory) await rm(directory, { recursive: true, force: true });
  });

  const generated = (name: DocumentName, document = documents[name]()) =>
    new Generated({ name, document, url: services[name]!.url, rows, headers: headersFor(name) });
  const headersFor = (name: DocumentName): Record<string, string> => {
    if (name === 'gateway') return { authorization: `Bearer ${token}` };
    return name === 'bookings' ? { 'x-user-id': rows.users[0] ?? '' } : {};
  };
  const operations = (Object.keys(documents) as DocumentName[]).flatMap((name) =>
    operationsIn(documents[name]()).map((operation) => [name, operation.id, operation] as const),
  );

  test.each(operations)(
    '%s, %s: what is allowed is not refused, what is forbidden is, and answers are as its document says (fast-check)',
    async (name, _id, operation) => {
      const asking = generated(name);
      await expect(asking.askAllowed(operation, timesPerOperation)).resolves.toBeUndefined();
      await asking.askForbidden(operation, timesPerOperation);
    },
  );

  test('a service that takes what its document forbids is found, and so is one that refuses what it allows', async () => {
    const asking = (text: string, other: string) => {
      const document = JSON.parse(JSON.stringify(documents.bookings()).replaceAll(text, other)) as Document;
      const { parameters, ...book } = operationsIn(document).find(({ id }) => id === 'book')!;
      const inPath = parameters.filter((parameter) => parameter.in === 'path');
      return { book: { ...book, parameters: inPath }, asked: generated('bookings', document) };
    };
    const stricter = asking('"required":["seats"]', '"required":["seats","userId"]');
    await expect(stricter.asked.askForbidden(stricter.book, 200)).rejects.toThrow('forbids');
    const looser = asking('"maximum":10', '"maximum":1000');
    await expect(looser.asked.askAllowed(looser.book, 100)).rejects.toThrow('allows');
  });

  describe.skipIf(lacks('schemathesis', hasSchemathesis))('(schemathesis)', () => {
    test.each([
      ['events', ''],
      ['bookings', ''],
      ['gateway', '/api'],
    ] as const)(
      '%s never fails, refuses what it forbids, and answers as its document says',
      async (name, prefix) => {
        const { url } = services[name]!;
        const caller = name === 'bookings' ? { 'x-user-id': rows.users[0] ?? '' } : {};
        const signed = name === 'gateway' ? { token } : {};
        const { code, printed } = await fuzz({
          document: `${url}/openapi.json`,
          url,
          prefix,
          rows,
          headers: caller,
          ...signed,
          directory,
        });
        expect(printed).toMatch(/\d{3,} generated, \d+ passed/);
        expect({ code, failures: printed }).toEqual({ code: 0, failures: printed });
      },
    );

    test('an answer that a document does not have is found', async () => {
      const { paths, ...rest } = documents.events();
      const getEvent = structuredClone(paths['/events/{id}']) as {
        get: { responses: Record<string, unknown> };
      };
      delete getEvent.get.responses['404'];
      const document = join(directory, 'wrong.json');
      await writeFile(document, JSON.stringify({ ...rest, paths: { '/events/{id}': getEvent } }));
      const { url } = services.events!;
      const { code, printed } = await fuzz({ document, url, prefix: '', rows, headers: {}, directory });
      expect(printed).toContain('Undocumented status code');
      expect(code).toBe(1);
    });
  });
});
