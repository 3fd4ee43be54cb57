import { expect, test } from 'vitest';
import { createLogger, lifecycleLogger } from './logger.ts';
import { redacted } from './redacted.ts';

const jwt = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl-_';

test.each([
  ['postgres://ada:very-secret@db/shop', 'postgres://ada:[redacted]@db/shop'],
  ['https://:very-secret@collector', 'https://:[redacted]@collector'],
  ['/api/events?limit=1&access_token=very-secret&x=1', '/api/events?limit=1&access_token=[redacted]&x=1'],
  ['/api/events?apiKey=very-secret', '/api/events?apiKey=[redacted]'],
  [`/api/events/${jwt}`, '/api/events/[redacted]'],
  [`authorization: Bearer ${jwt}`, 'authorization: Bearer [redacted]'],
  ['Bearer very-secret', 'Bearer [redacted]'],
])('%s is logged as %s', (text, shown) => {
  expect(redacted(text)).toBe(shown);
});

test.each([
  'connect ECONNREFUSED 127.0.0.1:5432',
  'http://127.0.0.1:8080/api/events?cursor=01890000-0000-7000-8000-000000000000',
  'ada@example.com wrote to http://127.0.0.1:80/',
  'file:/run/keys.json',
])('%s is logged as it is', (text) => {
  expect(redacted(text)).toBe(text);
});

test('a line is JSON as before, whatever it holds, also one of a start or a stop', () => {
  const lines: string[] = [];
  const log = createLogger(
    { service: 's', instance: 'i', level: 'error' },
    { write: (line) => lines.push(line) },
  );
  const err = new Error('no answer from "postgres://ada:very-secret@db/shop"', {
    cause: new Error('postgres://ada:very-secret@db'),
  });
  log.error({ err, path: '/x?token=very-secret"\\' }, 'Bearer very-secret');
  lifecycleLogger(log).info({ url: 'amqp://ada:very-secret@broker' }, 'listening');
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { msg: 'Bearer [redacted]', path: '/x?token=[redacted]"\\' },
    { msg: 'listening', url: 'amqp://ada:[redacted]@broker' },
  ]);
  expect(lines.join('')).not.toContain('very-secret');
});

test('to look for secrets takes as long as a line is long', () => {
  for (const part of ['a://', 'a://b:c', '?', '?token', 'eyJ-', 'eyJeyJ']) {
    const long = part.repeat(20_000);
    expect(redacted(long)).toBe(long);
  }
});
