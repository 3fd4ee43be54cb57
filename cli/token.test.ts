import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import { subjectId } from '../load/subjects/booking-platform/tokens.ts';
import { startHarness, until } from './testing/harness.ts';
import { standing, type Standing } from './testing/standing.ts';

/** rehearse token, beside a stack that keeps its key where `harness` has its runtime directory. */
async function signBeside(
  { harness, port }: Pick<Standing, 'harness' | 'port'>,
  ...args: string[]
): Promise<{ readonly code: unknown; readonly out: string; readonly err: string }> {
  const signing = startHarness(['token', '--port', String(port), ...args], {
    XDG_RUNTIME_DIR: harness.temporaryDirectory,
  });
  return { code: await signing.ended, out: signing.stdout(), err: signing.stderr() };
}

function call(url: string, token: string, body?: object) {
  return fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

const ada = { first: 'Ada', last: 'L.', age: 36 };

test('the token that up prints, and those that token signs, are users of the services; the key goes with them', async () => {
  const stack = await standing();
  const url = `${stack.entryUrl}/api`;
  const id = subjectId('demo');
  expect(decodeJwt(stack.token).sub).toBe(id);
  expect((await call(`${url}/users`, stack.token, ada)).status).toBe(201);
  expect(await (await call(`${url}/users/${id}`, stack.token)).json()).toEqual({ id, ...ada });

  const { code, out, err } = await signBeside(stack, '--subject', 'ada', '--expires', '90s');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const { sub, iat = 0, exp = 0 } = decodeJwt(out.trim());
  expect([sub, exp - iat, out.split('\n').length]).toEqual([subjectId('ada'), 90, 2]);
  expect((await call(`${url}/users`, out.trim(), ada)).status).toBe(201);
  expect((await call(`${url}/users/${id}`, out.trim())).status).toBe(403);

  expectSecretsOnlyInTheirFiles(stack, out.trim());
  stack.harness.process.kill('SIGKILL');
  await stack.harness.ended;
  await until(
    'the key has gone with the services',
    5_000,
    () => readdirSync(stack.harness.temporaryDirectory).length === 0,
  );
});

/** Every file that the stack has written, but for the databases. */
function expectSecretsOnlyInTheirFiles({ harness }: Standing, token: string): void {
  const root = harness.temporaryDirectory;
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.includes('postgres'))
    .map((name) => join(root, name))
    .filter((path) => statSync(path).isFile());
  const keys = files.filter((path) => path.endsWith('token-private-key.json'));
  expect(keys.map((path) => statSync(path).mode & 0o777)).toEqual([0o600, 0o600]);
  const { d } = JSON.parse(readFileSync(keys[0]!, 'utf8')) as { d: string };
  // The head of all tokens of one key is the same.
  const [head = ''] = token.split('.');
  const others = files.filter((path) => !keys.includes(path)).map((path) => readFileSync(path, 'utf8'));
  expect(others.length).toBeGreaterThan(3);
  for (const text of others) expect([text.includes(head), text.includes(d)]).toEqual([false, false]);
}

describe('bad input of token is one line, with 2', () => {
  test.each([
    [
      'nothing runs',
      ['token', '--subject', 'a'],
      /no services of rehearse up run on port 8080 .*Next: Start them/,
    ],
    ['no subject', ['token'], /required option '--subject <name>'/],
    ['an empty subject', ['token', '--subject', ' '], /1 to 200 characters/],
    ['no duration', ['token', '--subject', 'a', '--expires', '5'], /number with a unit/],
    ['no time at all', ['token', '--subject', 'a', '--expires', '0s'], /more than 0/],
    ['a key that is not there', ['token', '--subject', 'a', '--keys', 'none.json'], /none\.json .*ENOENT/],
  ])('%s', async (_title, args, message) => {
    const harness = startHarness(args);
    expect(await harness.ended).toBe(2);
    expect(harness.stdout()).toBe('');
    expect(harness.stderr().trim().split('\n')).toHaveLength(1);
    expect(harness.stderr()).toMatch(message);
  });
});
