import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readResult } from '../reports/read-result.ts';
import { commandsOf, expectNothingLeft, generator, small } from './testing/ending.ts';
import { descendantsOf, startHarness, until } from './testing/harness.ts';

describe('a crash of a part ends the run, which says so, writes what was measured, and leaves nothing', () => {
  test.each([
    ['the database', /bin\/postgres\b/, /Steady load/, 1, 'failed', /PostgreSQL/],
    ['the generator', generator, /Steady load/, 1, 'failed', /generator|engine/],
    // Without a gateway a warm-up would go on to its limit.
    [
      'a replica',
      /reference-services\/gateway\.js/,
      /measuring: /,
      5,
      'invalid',
      /unexpected-exit: .*gateway-1 ended by itself \(SIGKILL\)/,
    ],
  ] as const)('%s', async (_, command, stage, exitCode, state, reason) => {
    // Long enough for a line about the measured stretch: there is one every five seconds.
    const harness = startHarness([...small, '--duration', '8s']);
    await until(`the line ${stage}`, 90_000, () => stage.test(harness.stderr()));
    await until('the generator', 20_000, () => commandsOf(harness).some(({ line }) => generator.test(line)));
    const below = descendantsOf(harness.process.pid!);
    const victim = commandsOf(harness).find(({ line }) => command.test(line));
    process.kill(victim!.pid, 'SIGKILL');
    expect(await harness.ended).toBe(exitCode);
    await expectNothingLeft(harness, below);
    const result = await readResult(join(harness.workingDirectory, 'runs', 'latest'));
    expect(result.state).toBe(state);
    expect(result.experiments.map(({ name }) => name)).toContain('startup');
    const said = [
      ...result.invalidReasons.map(({ guard, message }) => `${guard}: ${message}`),
      result.state === 'failed' ? result.failure.message : '',
    ];
    expect(said.join('\n')).toMatch(reason);
  });
});
