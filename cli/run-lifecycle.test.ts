import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { chromiumOnPath } from '../browser/chromium.ts';
import { embeddedPostgres } from '../load/backing/embedded-postgres.ts';
import { freePort } from '../load/model/free-port.ts';
import { lacks } from '../load/model/needs.fixture.ts';
import { startReaper } from '../load/targets/reaper.ts';
import { readResult } from '../reports/read-result.ts';
import { commandsOf, expectNothingLeft, generator, small } from './testing/ending.ts';
import { descendantsOf, startHarness, until, type Harness } from './testing/harness.ts';

const noChromium = lacks('chromium', chromiumOnPath() !== undefined);

/** pushPassword: for a server that is not there. */
const pushPassword = 'planted-3f1c9a';

describe('rehearse run', () => {
  test('ends by its verdict, with everything written and no secret in it, and leaves nothing', async () => {
    const server = await serverOfOnesOwn();
    const nobody = `http://ada:${pushPassword}@127.0.0.1:${await freePort()}`;
    const harness = startHarness([...small, '--database-url', server.href, '--prometheus', nobody]);
    await until('the steady load', 40_000, () => /Steady load/.test(harness.stderr()));
    const tokenSecrets = await tokenSecretsOf(harness);
    const code = await harness.ended;
    // On a small or busy machine budgets and guards may speak; that it measured and wrote everything is what counts here.
    expect([0, 3, 4, 5], harness.stderr()).toContain(code);
    const result = await readResult(join(harness.workingDirectory, 'runs', 'latest'));
    expect(result.experiments.map(({ name }) => name)).toEqual([
      'startup',
      'steady-load',
      'replacement',
      'replacement-control',
    ]);
    const figure = (name: string) => result.figures.find((candidate) => candidate.name === name);
    expect(figure('shutdown.lost_requests')?.value).toBe(0);
    expect(figure('shutdown.control.lost_requests')?.value).toBeGreaterThanOrEqual(15);
    expect(figure('bookings.oversold_seats')?.value).toBe(0);
    expect(figure('bookings.unreconciled')?.value).toBe(0);
    expect(figure('bookings.acknowledged')?.value).toBeGreaterThan(20);
    expect(figure('startup.spawn_to_ready.p50')?.n).toBe(2);
    expect(readdirSync(join(harness.workingDirectory, 'runs', 'latest')).toSorted()).toEqual([
      'junit.xml',
      'metrics.om',
      'report.html',
      'report.md',
      'result.json',
    ]);
    expect(result.warnings.some((warning) => warning.code === 'prometheus-push')).toBe(true);
    expect(readdirSync(harness.temporaryDirectory)).toEqual([]);
    const secrets = [['password', server.password], ['password of the push', pushPassword], ...tokenSecrets];
    for (const [what, secret] of secrets) {
      expect(harness.stdout() + harness.stderr()).not.toContain(secret);
      for (const name of readdirSync(join(harness.workingDirectory, 'runs', 'latest'))) {
        const text = readFileSync(join(harness.workingDirectory, 'runs', 'latest', name), 'utf8');
        expect(text.includes(secret!), `the ${what} stands in ${name}`).toBe(false);
      }
    }
    await expectSameBytesAgain(join(harness.workingDirectory, 'runs', 'latest'), code);
  });

  test('Ctrl-C tears everything down and writes what was measured, marked aborted', async () => {
    const harness = startHarness([...small, '--duration', '60s']);
    await until('the steady load', 40_000, () => /Steady load/.test(harness.stderr()));
    await until('the generator', 20_000, () => descendantsOf(harness.process.pid!).length > 6);
    const below = descendantsOf(harness.process.pid!);
    process.kill(-harness.process.pid!, 'SIGINT');
    expect(await harness.ended).toBe(130);
    await expectNothingLeft(harness, below);
    const result = await readResult(join(harness.workingDirectory, 'runs', 'latest'));
    expect(result.state).toBe('aborted');
    expect(result.experiments.map(({ name }) => name)).toContain('startup');
    expect(readFileSync(join(harness.workingDirectory, 'runs', 'latest', 'report.html'), 'utf8')).toMatch(
      /aborted/i,
    );
  });

  // With a browser it is the same and more.
  test.runIf(noChromium)('SIGKILL in the middle of a load leaves nothing', async () => {
    await expectNothingOfKilled(startHarness(longLoad), []);
  });

  test.skipIf(noChromium)(
    'SIGKILL in the middle of a load leaves nothing, nor of a browser (chromium)',
    async () => {
      await expectNothingOfKilled(startHarness([...longLoad, '--with-browser']), [/--type=renderer/]);
    },
  );
});

const longLoad = ['run', 'latency', '--rate', '10', '--warm-up', '1s', '--duration', '60s'];

/** expectNothingOfKilled kills a run with a load that has begun, and `others` that must be there by then. */
async function expectNothingOfKilled(harness: Harness, others: readonly RegExp[]): Promise<void> {
  for (const command of [...others, generator])
    await until(`a process ${command}`, 60_000, () =>
      commandsOf(harness).some(({ line }) => command.test(line)),
    );
  const below = descendantsOf(harness.process.pid!);
  harness.process.kill('SIGKILL');
  expect(await harness.ended).toBe('SIGKILL');
  await expectNothingLeft(harness, below);
}

/** tokenSecretsOf reads, while a run goes on, the key that signs its tokens, and what all of them begin with. */
async function tokenSecretsOf({ temporaryDirectory }: Harness): Promise<[what: string, secret: string][]> {
  const textsOf = (prefix: string, name: string) =>
    readdirSync(temporaryDirectory)
      .filter((directory) => directory.startsWith(prefix))
      .map((directory) => join(temporaryDirectory, directory, name))
      .flatMap((path) => (existsSync(path) ? [readFileSync(path, 'utf8')] : []));
  const [key = '{}'] = textsOf('rehearse-run-', 'token-private-key.json');
  const { d, kid } = JSON.parse(key) as { d: string; kid: string };
  const head = Buffer.from(JSON.stringify({ alg: 'ES256', kid, typ: 'JWT' })).toString('base64url');
  await until('a plan that the generator reads its tokens from', 20_000, () =>
    textsOf('rehearse-engine-', 'plan.json').some((plan) => plan.includes(head)),
  );
  return [
    ['key', d],
    ['token', head],
  ];
}

/** serverOfOnesOwn starts a PostgreSQL that the run is only told about; it ends with the test. */
async function serverOfOnesOwn(): Promise<URL> {
  const guard = await startReaper();
  onTestFinished(() => guard.close());
  const server = await embeddedPostgres().start({ guard });
  onTestFinished(() => server.stop());
  const url = new URL(server.url('postgres'));
  expect(url.password).not.toBe('');
  return url;
}

async function expectSameBytesAgain(directory: string, code: unknown): Promise<void> {
  const files = ['report.html', 'report.md', 'junit.xml', 'metrics.om'];
  const read = () =>
    files.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(directory, name)))
        .digest('hex'),
    ]);
  const first = read();
  const again = startHarness(['report', directory]);
  expect(await again.ended).toBe(code);
  expect(read()).toEqual(first);
}
