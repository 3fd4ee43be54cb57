import { expect, test } from 'vitest';
import { Problem } from '../model/problem.ts';
import { parseServerUrl } from './server-url.ts';

test.each([
  ['http://127.0.0.1:9090', 'http://127.0.0.1:9090'],
  ['https://metrics.example/prometheus/', 'https://metrics.example/prometheus'],
])('%s is the server %s', (text, base) => {
  expect(parseServerUrl('--prometheus', text)).toEqual({ base, login: undefined });
});

test('user name and password are apart from what is shown', () => {
  expect(parseServerUrl('--prometheus', 'http://ada:s%40cret@127.0.0.1:9090/')).toEqual({
    base: 'http://127.0.0.1:9090',
    login: { user: 'ada', password: 's@cret' },
  });
});

test.each([
  'nonsense',
  '127.0.0.1:9090',
  'ftp://127.0.0.1',
  'http://127.0.0.1/?a=1',
  'http://ada:secret@:x/',
])('%s is a problem of usage that tells no secret', (text) => {
  let thrown: unknown;
  try {
    parseServerUrl('--prometheus', text);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(Problem);
  expect(thrown).toMatchObject({ kind: 'usage', message: expect.stringContaining('--prometheus') as string });
  expect((thrown as Problem).message).not.toContain('secret');
});
