import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { freePort } from '../load/model/free-port.ts';
import { expectNothingLeft } from './testing/ending.ts';
import { descendantsOf, startHarness, until, type Program } from './testing/harness.ts';

const directory = fileURLToPath(new URL('..', import.meta.url));
const npmStart: Program = { command: 'npm', before: ['start', '--'], directory };

/** As `npx rehearse up` is, with a shell between npm and the command. */
function npmExec(port: string): Program {
  const command = `node cli/rehearse.js up --target process --json --port ${port}; exit $?`;
  return { command: 'npm', before: ['exec', '-c', command], directory };
}

async function standing(program: Program, args: readonly string[]) {
  const npm = startHarness(args, {}, program);
  await until(
    'addresses on standard output',
    60_000,
    () => npm.stdout().includes('"entryUrl"') || npm.process.exitCode !== null,
  );
  expect(npm.process.exitCode, npm.stderr()).toBeNull();
  return { npm, below: descendantsOf(npm.process.pid!) };
}

type Standing = Awaited<ReturnType<typeof standing>>;

async function expectNothingOfOursLeft({ npm, below }: Standing): Promise<void> {
  // Every service, the database and the reaper, at least.
  expect(below.length).toBeGreaterThan(6);
  await expectNothingLeft(npm, below, { ours: /^rehearse-/ });
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s to `npm start` ends the services before npm ends',
  async (signal) => {
    const stack = await standing(npmStart, ['--json', '--port', String(await freePort())]);
    stack.npm.process.kill(signal);
    expect(await stack.npm.ended).toBe(0);
    expect(stack.npm.stderr()).toContain('ending the services');
    await expectNothingOfOursLeft(stack);
  },
);

test.each(['SIGTERM', 'SIGKILL'] as const)(
  '%s to npm leaves nothing, whoever is in between',
  async (signal) => {
    const port = String(await freePort());
    const stack =
      signal === 'SIGTERM'
        ? await standing(npmExec(port), [])
        : await standing(npmStart, ['--json', '--port', port]);
    stack.npm.process.kill(signal);
    await expectNothingOfOursLeft(stack);
  },
);
