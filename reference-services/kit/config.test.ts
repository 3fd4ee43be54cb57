import { describe, expect, test } from 'vitest';
import { runCommand } from '../testing/service.ts';
import { type ConfigError, choice, integer, readConfig, share, text, url } from './config.ts';
import { baseSettings, checkPeriods } from './settings.ts';

const settings = {
  port: integer('PORT', { min: 0, max: 65_535, fallback: '0', meaning: 'port' }),
  delayMs: integer('DELAY_MS', { min: 1, max: 100, unit: 'milliseconds', meaning: 'delay' }),
  sample: share('SAMPLE', { fallback: '0.01', meaning: 'share' }),
  level: choice('LEVEL', ['info', 'warn'], { fallback: 'info', meaning: 'level' }),
  name: text('NAME', { type: 'name of letters', pattern: /^[a-z]+$/, fallback: 'x', meaning: 'name' }),
  store: url('STORE', { schemes: ['postgres'], meaning: 'store' }),
};
const right = { DELAY_MS: '5', STORE: 'postgres://user:secret@host/db' };

function linesOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(settings, environment);
  } catch (error) {
    return (error as ConfigError).lines;
  }
  return [];
}

test('values are typed, and a variable that is unset or empty takes its default', () => {
  const config = readConfig(settings, { ...right, SAMPLE: '', PORT: '8080' });
  expect(config).toEqual({
    port: 8080,
    delayMs: 5,
    sample: 0.01,
    level: 'info',
    name: 'x',
    store: right.STORE,
  });
});

describe('a wrong variable is one line that names it, its limit and the next step', () => {
  test.each([
    [{ PORT: '65536' }, 'PORT is "65536": it must be an integer from 0 to 65535.'],
    [{ PORT: '-1' }, 'PORT is "-1": it must be an integer from 0 to 65535.'],
    [{ PORT: '80.5' }, 'PORT is "80.5"'],
    [{ PORT: '0x50' }, 'PORT is "0x50"'],
    [{ PORT: '9'.repeat(30) }, 'PORT is "999'],
    [{ DELAY_MS: '0' }, 'DELAY_MS is "0": it must be an integer from 1 to 100, milliseconds.'],
    [{ DELAY_MS: '' }, 'DELAY_MS is not set: it must be an integer from 1 to 100, milliseconds. Set it'],
    [{ SAMPLE: '1.1' }, 'SAMPLE is "1.1": it must be a number from 0 to 1.'],
    [{ SAMPLE: 'NaN' }, 'SAMPLE is "NaN"'],
    [
      { LEVEL: 'loud' },
      'LEVEL is "loud": it must be one of info, warn. Correct it, or unset it for the default info',
    ],
    [{ NAME: 'A b' }, 'NAME is "A b": it must be a name of letters.'],
    [
      { STORE: 'mysql://user:secret@host/db' },
      'STORE has a value that does not fit: it must be a URL, postgres://.',
    ],
    [{ STORE: 'secret' }, 'STORE has a value that does not fit'],
  ])('%j', (wrong, line) => {
    const lines = linesOf({ ...right, ...wrong });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(line);
    expect(lines[0]).toMatch(/start again\.$/);
    expect(lines[0]).not.toContain('secret');
  });

  test('and every wrong variable gets one', () => {
    expect(linesOf({ PORT: 'a', LEVEL: 'b' })).toHaveLength(4);
  });
});

test('a grace period that ends before the drain delay is refused', () => {
  const config = readConfig(baseSettings('x-1'), { DRAIN_DELAY_MS: '500', GRACE_PERIOD_MS: '500' });
  expect(() => checkPeriods(config)).toThrow(
    'GRACE_PERIOD_MS is 500: it must be more than DRAIN_DELAY_MS (500)',
  );
});

describe('a service', () => {
  const main = 'kit/fixtures/slow-service.ts';

  test('with a wrong variable prints its line and exits 2', async () => {
    const { code, stdout, stderr } = await runCommand(main, ['serve'], { PORT: 'abc' });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      'PORT is "abc": it must be an integer from 0 to 65535. Correct it, or unset it for the default 0, and start again.\n',
    );
  });

  test('that is asked for help lists every command and variable with type and default, and exits 0', async () => {
    const { code, stdout } = await runCommand(main, ['--help'], { PORT: 'abc' });
    expect(code).toBe(0);
    expect(stdout).toContain('audit [--all]');
    expect(stdout).toMatch(/GRACE_PERIOD_MS\n +integer from 1 to 600000, milliseconds; default 10000\n/);
    expect(stdout).toMatch(/INSTANCE_ID\n.*default slow-<pid>\n/);
  });

  test('prints all that a command gives, however much it is', async () => {
    const { code, stdout } = await runCommand(main, ['audit', '--all']);
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as { filler: string }).filler).toHaveLength(5_000_000);
  });

  test.each([
    [['sing'], 'slow has no command "sing": it has serve, audit. See slow --help.\n'],
    [['audit', '--loud'], 'slow audit has no option "--loud": it takes --all. See slow --help.\n'],
    [['serve', '--port'], 'slow serve has no option "--port": it takes none. See slow --help.\n'],
  ])('given %j says what it knows and exits 2', async (args, line) => {
    expect(await runCommand(main, args)).toEqual({ code: 2, stdout: '', stderr: line });
  });
});
