import { readdirSync } from 'node:fs';
import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { freePort } from '../../load/model/free-port.ts';
import { lacksPrometheus, startPrometheus } from '../../load/telemetry/testing/prometheus.ts';
import { startTruthServer } from '../../load/engines/truth/truth-server.ts';
import { rehearse } from '../program.ts';
import { descendantsOf, isRunning, startHarness, until } from '../testing/harness.ts';

type Json = Record<string, unknown>;

async function ended(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const harness = startHarness(['load', ...args], env);
  return { code: await harness.ended, stdout: harness.stdout(), stderr: harness.stderr() };
}

describe('rehearse load --json', () => {
  test('prints the figures that other programs read, all of them and nothing else', async () => {
    await using server = await startTruthServer('dropping', { every: 20, by: 'rst' });
    const { code, stdout } = await ended([server.url, '--rate', '100', '--duration', '1s', '--json']);
    const printed = JSON.parse(stdout) as Json;
    const percentiles = ['p50', 'p90', 'p99', 'p999', 'max', 'mean'];
    expect(Object.keys(printed)).toEqual([
      'offeredRps',
      'achievedRps',
      'responseTimeMs',
      'serviceTimeMs',
      'dispatchDelayMs',
      'ledger',
      'valid',
      'invalidReasons',
      'engine',
      'responseTimeFrom',
      'warnings',
    ]);
    for (const times of ['responseTimeMs', 'serviceTimeMs', 'dispatchDelayMs']) {
      expect(Object.keys(printed[times] as Json)).toEqual(percentiles);
    }
    expect(printed['ledger']).toEqual({
      scheduled: 100,
      notSent: 0,
      sent: 100,
      ok: 95,
      rejected: 0,
      failed: 5,
      unfinished: 0,
      failures: { refused: 0, reset: 5, closed: 0, truncated: 0, timeout: 0, status: 0, body: 0 },
    });
    expect(printed).toMatchObject({ offeredRps: 100 });
    expect(code).toBe(printed['valid'] === true ? 0 : 5);
  });

  test('ends with 5 when the measurement cannot be believed, and says why', async () => {
    await using server = await startTruthServer('silent');
    const args = [
      '--rate',
      '50',
      '--duration',
      '500ms',
      '--timeout',
      '600ms',
      '--max-in-flight',
      '1',
      '--json',
    ];
    const { code, stdout } = await ended([server.url, ...args]);
    expect(code).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({
      valid: false,
      ledger: { scheduled: 25, sent: 1, notSent: 24 },
    });
  });
});

describe('rehearse load', () => {
  test('says whether idle processors were kept awake', async () => {
    await using server = await startTruthServer('plain');
    const args = [server.url, '--rate', '50', '--duration', '500ms'];
    expect((await ended([...args, '--awake', 'off'])).stdout).toContain(
      'idle processors: may sleep: --awake is off\n',
    );
    expect((await ended(args)).stdout).toMatch(/^idle processors: (kept awake|may sleep: .+)$/m);
  });
});

describe('rehearse load', () => {
  test('prints a table of one screen, and progress apart from it', async () => {
    await using server = await startTruthServer('refusing', { every: 10, status: 500 });
    const args = [
      '--rate',
      '100',
      '--duration',
      '1500ms',
      '--method',
      'put',
      '--header',
      'x-a: planted-7d2',
      '--body',
      'hi',
    ];
    const { stdout, stderr } = await ended([`${server.url}?api_key=planted-7d2`, ...args]);
    // What stands in a query or a header may be a secret.
    expect(stdout + stderr).not.toContain('planted');
    expect(stdout.split('\n').length).toBeLessThanOrEqual(24);
    expect(stdout).toMatch(/^PUT http:\/\/127\.0\.0\.1:\d+\/\?…\n100 requests\/s, uniform, 1500ms, seed 1\n/);
    expect(stdout).toMatch(/response time( +\S+){6}/);
    expect(stdout).toContain('sent 150 = ok 135 + rejected 0 + failed 15 + unfinished 0');
    expect(stdout).toContain('failed: status 15');
    expect(stdout).toContain('first failure: status, status 500');
    expect(stderr).toMatch(/^measuring: \d+\/s scheduled/m);
  });

  test('follows the answers with --connections, and says that its times count from the send', async () => {
    await using server = await startTruthServer('delayed', { delayMs: 20 });
    const { stdout } = await ended([server.url, '--connections', '5', '--duration', '1s']);
    expect(stdout).toContain('\n5 connections, each waits for its answer, 1s, seed 1\n');
    expect(stdout).toMatch(/from the send +2\d\.\d/);
    expect(stdout).not.toMatch(/response time|connection wait|dispatch delay/);
  });

  test.skipIf(lacksPrometheus())('is pushed to a Prometheus that is named (needs docker)', async () => {
    await using server = await startTruthServer('plain');
    await using prometheus = await startPrometheus();
    const short = ['--rate', '50', '--duration', '1s', '--warm-up', '500ms', '--json'];
    const { stdout } = await ended([server.url, ...short, '--prometheus', prometheus.url]);
    const { ledger, warnings } = JSON.parse(stdout) as { ledger: { ok: number }; warnings: unknown[] };
    expect(warnings).toEqual([]);
    const last = async (series: string) =>
      (await prometheus.query(`last_over_time(${series}[5m])`)).map(({ metric, value }) => [
        metric['label'] ?? metric['verdict'],
        value,
      ]);
    const ok = 'rehearse_load_requests_total{suite="load",phase="measuring",outcome="ok"}';
    expect(await last(ok)).toEqual([[undefined, ledger.ok]]);
    const times = 'rehearse_load_response_time_seconds_count{suite="load",phase="measuring"}';
    expect(await last(times)).toEqual([[undefined, ledger.ok]]);
    const labels = (await last('rehearse_marker_timestamp_seconds{suite="load"}')).map(([label]) => label);
    expect(new Set(labels)).toEqual(new Set(['50/s', 'quiet again', 'warm-up']));
    expect(await last('rehearse_run_verdict{suite="load"}')).toHaveLength(1);
  });

  test('says so where the Prometheus that is named is not there, and goes on', async () => {
    await using server = await startTruthServer('plain');
    const nowhere = ['--prometheus', `http://ada:s3cret@127.0.0.1:${await freePort()}`];
    const { stdout, stderr } = await ended([server.url, '--duration', '300ms', ...nowhere]);
    expect(stderr).toMatch(/^Prometheus at http:\/\/127\.0\.0\.1:\d+ did not take a push: ECONNREFUSED/m);
    expect(stdout).toMatch(/^note: Prometheus at .* took 0 of \d+ pushes/m);
    expect(stdout).toContain('sent 60 = ok 60');
    expect(stdout + stderr).not.toContain('s3cret');
  });

  test('takes its options from the environment as well', async () => {
    await using server = await startTruthServer('plain');
    const env = { REHEARSE_RATE: '40', REHEARSE_DURATION: '500ms', REHEARSE_JSON: '1' };
    const { stdout } = await ended([server.url], env);
    expect(JSON.parse(stdout)).toMatchObject({ ledger: { scheduled: 20, ok: 20 } });
  });

  test('that is interrupted writes what was measured, ends with 130 and leaves nothing', async () => {
    await using server = await startTruthServer('silent');
    const harness = startHarness(['load', server.url, '--duration', '10m', '--json']);
    await until('the first line of progress', 30_000, () => harness.stderr().includes('measuring'));
    const below = descendantsOf(harness.process.pid!);
    expect(below).toHaveLength(1);
    // To the whole group, as a terminal does it.
    process.kill(-harness.process.pid!, 'SIGINT');
    expect(await harness.ended).toBe(130);
    const { ledger } = JSON.parse(harness.stdout()) as { ledger: Record<string, number> };
    expect(ledger['unfinished']).toBeGreaterThan(0);
    expect(ledger['unfinished']).toBe(ledger['sent']);
    expect(below.some(isRunning)).toBe(false);
    expect(readdirSync(harness.temporaryDirectory)).toEqual([]);
  });
});

describe('bad input is one line with exit code 2', () => {
  const url = 'http://127.0.0.1:9/';
  test.each<[string, string[], RegExp]>([
    ['no URL', [], /missing required argument 'url'/],
    ['nonsense for a URL', ['nonsense'], /"nonsense" is not an http URL/],
    ['another protocol', ['ftp://u:planted@127.0.0.1/'], /"ftp:\/\/127\.0\.0\.1" is not an http URL/],
    ['a host elsewhere', ['http://192.0.2.1/'], /192\.0\.2\.1 is not a loopback.*--i-may-load-this/],
    ['a name that only looks local', ['http://127.0.0.1.example/'], /is not a loopback/],
    ['a password', ['http://a:b@127.0.0.1/'], /user name or password/],
    ['a rate of -5', [url, '--rate', '-5'], /--rate.*-5/],
    ['a rate of 0', [url, '--rate', '0'], /--rate.*0/],
    ['a rate of abc', [url, '--rate', 'abc'], /--rate.*abc/],
    ['a duration of abc', [url, '--duration', 'abc'], /--duration.*abc/],
    ['a duration of nothing', [url, '--duration', '0s'], /--duration.*more than 0/],
    ['an unknown method', [url, '--method', 'BREW'], /--method.*GET, HEAD/],
    ['a header without a colon', [url, '--header', 'nope'], /--header.*name: value/],
    ['a header of the engine', [url, '--header', 'content-length: 3'], /written by the engine itself/],
    ['unknown arrivals', [url, '--arrivals', 'bursty'], /--arrivals.*uniform, poisson/],
    ['no request in flight', [url, '--max-in-flight', '0'], /--max-in-flight/],
    ['a rate beside connections', [url, '--rate', '5', '--connections', '2'], /two models of load/],
    ['a rate by autocannon', [url, '--engine', 'autocannon'], /does not send at a rate: .*connections/],
    [
      'connections by paced',
      [url, '--engine', 'paced', '--connections', '2'],
      /when the schedule says.*autocannon/,
    ],
    ['an unknown engine', [url, '--engine', 'wrk'], /--engine.*paced, autocannon, k6/],
    ['a seed of -1', [url, '--seed', '-1'], /--seed/],
    [
      'no server to push to',
      [url, '--prometheus', 'a:b@c'],
      /--prometheus: what was given is not the http URL/,
    ],
    ['an unknown flag', [url, '--speed', '3'], /--speed/],
  ])('%s', async (_name, args, said) => {
    const [out, err] = [memory(), memory()];
    const code = await rehearse(['load', ...args], {
      out: out.stream,
      err: err.stream,
      env: {},
      workingDirectory: '.',
      terminal: undefined,
      interrupted: new AbortController().signal,
    });
    expect(code).toBe(2);
    expect(out.text()).toBe('');
    expect(err.text()).toMatch(said);
    expect(err.text().trimEnd().split('\n')).toHaveLength(1);
  });

  test('in the environment as in the arguments, with the exit code of a real process', async () => {
    const { code, stdout, stderr } = await ended([url], { REHEARSE_RATE: 'abc' });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^rehearse: .*abc.*REHEARSE_RATE.*\n$/);
  });
});

function memory(): { stream: Writable; text(): string } {
  let text = '';
  const write = (chunk: unknown, _encoding: BufferEncoding, done: () => void): void => {
    text += String(chunk);
    done();
  };
  return { stream: new Writable({ write }), text: () => text };
}
