import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startTruthServer } from '../load/engines/truth/truth-server.ts';
import { startHarness, until, type Program } from './testing/harness.ts';

const launcher: Program = {
  command: process.execPath,
  before: [fileURLToPath(new URL('rehearse.js', import.meta.url))],
};

interface Said {
  readonly ledger: { readonly sent: number };
}

test.each([
  ['SIGINT to the launcher alone', 'SIGINT', 1],
  ['SIGTERM to the launcher alone', 'SIGTERM', 1],
  ['Ctrl-C, which reaches both', 'SIGINT', -1],
] as const)('%s ends the command in order, with what was measured', async (_, signal, sign) => {
  await using server = await startTruthServer('plain');
  const harness = startHarness(['load', server.url, '--duration', '60s', '--json'], {}, launcher);
  await until(
    'requests that are answered',
    20_000,
    async () => ((await server.counts())['answered'] ?? 0) > 0,
  );
  process.kill(sign * harness.process.pid!, signal);
  expect(await harness.ended, harness.stderr()).toBe(130);
  expect((JSON.parse(harness.stdout()) as Said).ledger.sent).toBeGreaterThan(0);
});

test('Ctrl-C once more ends the command at once', async () => {
  await using server = await startTruthServer('silent');
  const harness = startHarness(['load', server.url, '--duration', '60s', '--json'], {}, launcher);
  await until('requests that are open', 20_000, async () => ((await server.counts())['swallowed'] ?? 0) > 0);
  // Until the first has been taken, another is the same to the kernel.
  await until('the end', 20_000, () => {
    if (harness.process.exitCode !== null) return true;
    process.kill(-harness.process.pid!, 'SIGINT');
    return false;
  });
  expect(await harness.ended).toBe(130);
  expect(harness.stdout()).toBe('');
});

test('what a command has compiled is there for the next', async () => {
  expect(await startHarness(['--help'], {}, launcher).ended).toBe(0);
  const next = startHarness(['--help'], { NODE_DEBUG_NATIVE: 'COMPILE_CACHE' }, launcher);
  expect(await next.ended).toBe(0);
  expect(next.stderr()).toMatch(/code cache for ESM \S+\/cli\/program\.ts was accepted/);
});
