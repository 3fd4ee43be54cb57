import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import { ExitCode } from './exit-code.ts';
import { rehearse } from './program.ts';

const workingDirectory = mkdtempSync(join(tmpdir(), 'rehearse-bad-input-'));
afterAll(() => rmSync(workingDirectory, { recursive: true }));

interface Ended {
  readonly exitCode: ExitCode;
  readonly out: string;
  readonly err: string;
}

async function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const out = new Collected();
  const err = new Collected();
  const before = { ...process.env };
  // Commander reads environment twins from the process itself.
  Object.assign(process.env, env);
  try {
    const interrupted = new AbortController().signal;
    const exitCode = await rehearse(args, {
      out,
      err,
      env,
      workingDirectory,
      terminal: undefined,
      interrupted,
    });
    return { exitCode, out: out.text, err: err.text };
  } finally {
    for (const name of Object.keys(env)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

class Collected extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += String(chunk);
    done();
  }
}

function file(name: string, content: string): string {
  const path = join(workingDirectory, name);
  writeFileSync(path, content);
  return path;
}

const loopback = 'http://127.0.0.1:9/';

describe('bad input ends with 2, one line, and nothing written', () => {
  test.each([
    ['an unknown command', ['lod'], {}, /unknown command 'lod'/],
    ['an unknown option', ['run', '--rat', '3'], {}, /unknown option '--rat'/],
    ['an unknown suite', ['run', 'quik'], {}, /no suite "quik".*quick/],
    ['a suite named like a property of every object', ['run', 'constructor'], {}, /no suite "constructor"/],
    ['a rate of −5', ['run', '--rate', '-5'], {}, /--rate .*'-5' is invalid.*above 0/],
    ['a rate of 0', ['run', '--rate', '0'], {}, /--rate .*'0' is invalid/],
    ['a rate of "abc"', ['load', loopback, '--rate', 'abc'], {}, /--rate .*'abc' is invalid/],
    ['a duration of "abc"', ['run', '--duration', 'abc'], {}, /--duration .*'abc' is invalid.*500ms/],
    ['a duration without a unit', ['load', loopback, '--duration', '10'], {}, /--duration .*'10' is invalid/],
    ['replicas that fall', ['run', '--replicas', '3,1'], {}, /--replicas .*'3,1' is invalid.*1,3/],
    [
      'a wrong environment twin',
      ['run'],
      { REHEARSE_RATE: 'fast' },
      /'fast' from env 'REHEARSE_RATE' is invalid/,
    ],
    ['a target that is not there', ['run', '--target', 'moon'], {}, /--target .*'moon' is invalid.*process/],
    ['an engine that is not there', ['run', '--engine', 'wrk'], {}, /--engine .*'wrk' is invalid.*paced/],
    [
      'an engine that cannot do what the suite asks for',
      ['run', '--engine', 'autocannon'],
      {},
      /suite quick sends at a rate .*autocannon engine does not do: .*wrong unit/,
    ],
    [
      'an engine that is not here',
      ['run', '--engine', 'k6'],
      { K6_BIN: '/nowhere/k6' },
      /nowhere\/k6 is no k6/,
    ],
    [
      'a browser that is not here',
      ['run', '--with-browser'],
      { PATH: '/nowhere' },
      /no Chromium on PATH.*Next: /,
    ],
    [
      'a browser without a steady load',
      ['run', 'shutdown', '--with-browser'],
      {},
      /suite shutdown has no steady load.*Choose one of: quick, /,
    ],
    [
      'no database at the address',
      ['run', '--database-url', 'postgres://u:secret@127.0.0.1:9/x'],
      {},
      /127\.0\.0\.1:9.*Next: /,
    ],
    [
      'a Prometheus that is none',
      ['run', '--prometheus', 'ftp://u:secret@127.0.0.1'],
      {},
      /--prometheus: .*not the http URL.*Next: /,
    ],
    [
      'a Prometheus that is none, in the environment',
      ['run'],
      { REHEARSE_PROMETHEUS: 'nonsense' },
      /--prometheus: "nonsense"/,
    ],
    ['a Grafana that is none', ['run', '--grafana', 'grafana:3000'], {}, /--grafana: .*Next: /],
    ['a database URL that is none', ['run', '--database-url', 'nonsense'], {}, /Next: /],
    [
      'a database for a stack, which has one',
      ['run', '--target', 'compose', '--database-url', 'postgres://u:secret@127.0.0.1:9/x'],
      {},
      /a database of its own, and takes no --database-url\. Next: /,
    ],
    [
      'cores of its own in a stack that runs',
      ['run', '--target', 'compose', '--pin', 'auto'],
      {},
      /--pin auto does nothing there\. Next: .*--target containers/,
    ],
    ['a service that is not there', ['up', '--replicas', 'moon=2'], {}, /no service "moon".*bookings/],
    [
      'a Prometheus that is none',
      ['up', '--target', 'process', '--load', '5', '--prometheus', 'nowhere'],
      {},
      /--prometheus: "nowhere" is not the http URL/,
    ],
    ['a URL that is none', ['load', 'nonsense'], {}, /nonsense/],
    ['a URL on another machine', ['load', 'http://192.0.2.1/'], {}, /192\.0\.2\.1.*--i-may-load-this/],
    ['a result that is not there', ['report', 'nowhere'], {}, /no result at .*nowhere.*Next: /],
    ['an empty result', ['report', file('empty.json', '')], {}, /empty\.json is empty.*Next: /],
    [
      'a truncated result',
      ['report', file('cut.json', '{"tool":"rehearse","sch')],
      {},
      /cut\.json .*truncated.*Next: /,
    ],
    [
      'a result of another program',
      ['report', file('other.json', '{"version":1}')],
      {},
      /other\.json is not a result.*Next: /,
    ],
    [
      'a result of a newer version',
      ['report', file('newer.json', '{"tool":"rehearse","schemaVersion":99}')],
      {},
      /version 99, newer.*Next: /,
    ],
    ['an output directory that is a file', ['run', '--out', file('taken', '')], {}, /taken.*Next: .*--out/],
  ] as const)('%s', async (_, args, env, line) => {
    const before = readdirSync(workingDirectory, { recursive: true });
    const { exitCode, out, err } = await run(args, env);
    const lines = err.split('\n').filter((text) => text.startsWith('rehearse: '));
    expect(lines).toEqual([expect.stringMatching(line)]);
    expect(err).not.toMatch(/\n\s+at |secret/);
    expect(out).toBe('');
    expect(exitCode).toBe(ExitCode.usage);
    expect(readdirSync(workingDirectory, { recursive: true }).filter((name) => name !== 'runs')).toEqual(
      before.filter((name) => name !== 'runs'),
    );
  });
});

describe('help', () => {
  test.each([[[]], [['run']], [['load']], [['report']], [['up']], [['down']]])(
    'of %j names every option with its twin',
    async (command) => {
      const { exitCode, out } = await run([...command, '--help']);
      expect(exitCode).toBe(ExitCode.pass);
      const unwrapped = out.replaceAll(/\s+/g, ' ');
      const flags = [...unwrapped.matchAll(/ --([a-z][a-z-]+)/g)].map((match) => match[1] ?? '');
      for (const flag of new Set(flags)) {
        if (['help', 'version', 'rate', 'replicas', 'json'].includes(flag)) continue;
        expect(unwrapped).toContain(`env: REHEARSE_${flag.replaceAll('-', '_').toUpperCase()}`);
      }
    },
  );

  test('without a command shows what there is, and ends with 2', async () => {
    const { exitCode, err } = await run([]);
    expect(exitCode).toBe(ExitCode.usage);
    expect(err).toMatch(/Usage: rehearse/);
  });
});
