import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { localEngine } from '../../load/containers/engine.ts';
import { docker } from '../../load/model/docker.ts';
import { freePort } from '../../load/model/free-port.ts';
import { lacksCompose, lacksDocker } from '../../load/model/needs.fixture.ts';
import { prepareRun } from '../../load/runner/testing/prepared-run.ts';
import { expectNothingLost } from '../../load/runner/testing/short-replacement.ts';
import { baseImage } from '../../load/subjects/booking-platform/images.ts';
import { bookingPlatform } from '../../load/subjects/booking-platform/booking-platform.ts';
import { subjectId } from '../../load/subjects/booking-platform/tokens.ts';
import { targets } from '../targets.ts';
import { startHarness, until } from '../testing/harness.ts';
import { buildAlloyStandIn } from './alloy-stand-in.fixture.ts';
import { remainsOf } from './end-stack.ts';
import { buildGrafanaStandIn } from './grafana-stand-in.fixture.ts';
import { buildJaegerStandIn } from './jaeger-stand-in.fixture.ts';
import { containersOf, type StackContainer } from './stack-containers.ts';
import { jaegerPort, stackFiles } from './stack-files.ts';
import { readSettings } from './stack-settings.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));
const project = `rehearse-test-${process.pid}`;
const runtime = mkdtempSync(join(tmpdir(), 'rehearse-stack-'));
afterAll(() => rmSync(runtime, { recursive: true }));

interface Ended {
  readonly code: number | undefined;
  readonly out: string;
  readonly err: string;
}

async function rehearse(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [main, ...args], {
    env: { XDG_RUNTIME_DIR: runtime, ...env },
    reject: false,
  });
  return { code: exitCode, out: stdout, err: stderr };
}

/** expectOneLine: a refusal is one line that says what, with the next step. */
function expectOneLine({ code, out, err }: Ended, line: RegExp): void {
  const lines = err.split('\n').filter((text) => text.startsWith('rehearse: '));
  expect(lines, err).toEqual([expect.stringMatching(line)]);
  expect(lines[0]).toMatch(/ Next: /);
  expect({ code, out }).toEqual({ code: 2, out: '' });
}

test.each([
  ['there is no Docker', { PATH: '/nowhere' }, /no "docker" on PATH.*--target process/],
  [
    'no engine answers',
    { DOCKER_HOST: `unix://${runtime}/none.sock` },
    /(does not answer|is not here).*none\.sock|no "docker" on PATH/,
  ],
])('up and down are one line with the next step where %s', async (_, env, line) => {
  expectOneLine(await rehearse(['up', '--project', project], env), line);
  expectOneLine(
    await rehearse(['down', '--project', project], env),
    /Next: Run rehearse down again when Docker/,
  );
});

interface Addresses {
  readonly entryUrl: string;
  readonly token: string;
  readonly prometheusUrl: string;
}

interface Inspected {
  readonly Name: string;
  readonly HostConfig: {
    readonly ReadonlyRootfs: boolean;
    readonly CapDrop: readonly string[];
    readonly SecurityOpt: readonly string[];
    readonly Memory: number;
    readonly NanoCpus: number;
  };
  readonly NetworkSettings: { readonly Ports: Record<string, { HostIp: string; HostPort: string }[] | null> };
}

/** endedBySignal: 128 + SIGTERM, by which Node.js ends before it has a handler. */
const [drained, endedBySignal] = [0, 143];

describe.skipIf(lacksDocker() || lacksCompose())('the stack', () => {
  let ports: Record<'gateway' | 'prometheus' | 'grafana', number>;
  let addresses: Addresses;

  const up = (...more: string[]): string[] => {
    const { gateway, prometheus, grafana } = ports;
    const named = `up --project ${project} --port ${gateway} --prometheus-port ${prometheus} --grafana-port ${grafana}`;
    return [...named.split(' '), ...more];
  };
  const run = (): string[] => ['run', '--target', 'compose', '--project', project];
  const containers = async (service: string): Promise<StackContainer[]> =>
    (await containersOf(project)).filter((one) => one.service === service);

  const valuesOf = async (promql: string): Promise<number[]> => {
    const query = new URLSearchParams({ query: promql }).toString();
    const answer = await fetch(`${addresses.prometheusUrl}/api/v1/query?${query}`);
    const { data } = (await answer.json()) as { data: { result: { value: [number, string] }[] } };
    return data.result.map(({ value: [, value] }) => Number(value));
  };

  /** exemplarsOf: the latest traces that the buckets of a histogram name. */
  const exemplarsOf = async (metric: string): Promise<string[]> => {
    const nowSeconds = Date.now() / 1000;
    const span = { query: metric, start: `${nowSeconds - 60}`, end: `${nowSeconds}` };
    const query = new URLSearchParams(span).toString();
    const answer = await fetch(`${addresses.prometheusUrl}/api/v1/query_exemplars?${query}`);
    const { data } = (await answer.json()) as {
      data: { exemplars: { labels: Record<string, string>; timestamp: number }[] }[];
    };
    const found = data.flatMap(({ exemplars }) => exemplars).toSorted((a, b) => a.timestamp - b.timestamp);
    return found.flatMap(({ labels }) => labels['trace_id'] ?? []).slice(-20);
  };
  /** pageOfTrace: where Grafana leads whoever clicks on an exemplar. */
  const pageOfTrace = (id: string): string => {
    const sources = join(root, 'dashboards/provisioning/datasources/prometheus.yml');
    const [, page = ''] = /url: (\S+)\$\$\{__value\.raw\}/.exec(readFileSync(sources, 'utf8')) ?? [];
    return `${page}${id}`;
  };

  beforeAll(async () => {
    ports = { gateway: await freePort(), prometheus: await freePort(), grafana: await freePort() };
    const { code, out, err } = await rehearse(up('--json', '--replicas', 'bookings=3'));
    if (code !== 0) throw new Error(err);
    addresses = JSON.parse(out) as Addresses;
    // Where images come from a registry, it takes its time.
  }, 600_000);
  afterAll(async () => void (await rehearse(['down', '--volumes', '--project', project])));

  test('has the demo data behind the gateway, for whom holds the token', async () => {
    const headers = { authorization: `Bearer ${addresses.token}` };
    const events = await fetch(`${addresses.entryUrl}/api/events?limit=100`);
    expect(((await events.json()) as { items: unknown[] }).items).toHaveLength(40);
    expect((await fetch(`${addresses.entryUrl}/api/users/${subjectId('demo')}`, { headers })).status).toBe(
      404,
    );
    expect((await fetch(`${addresses.entryUrl}/api/users/${subjectId('demo')}`)).status).toBe(401);
  });

  test('balances over the three replicas of bookings', async () => {
    const headers = { authorization: `Bearer ${addresses.token}` };
    const ask = () => fetch(`${addresses.entryUrl}/api/users/${subjectId('demo')}`, { headers });
    const answers = new Map<string, number>();
    for (let i = 0; i < 60; i++) {
      const instance = (await ask()).headers.get('x-instance-id') ?? '';
      answers.set(instance, (answers.get(instance) ?? 0) + 1);
    }
    const ids = (await containers('bookings')).map(({ id }) => `bookings-${id.slice(0, 12)}`);
    expect([...answers.keys()].toSorted()).toEqual(ids.toSorted());
  });

  test('runs every part restrained: read-only, without capabilities, with limits', async () => {
    const all = (await containersOf(project)).map(({ id }) => id);
    const inspected = JSON.parse(await docker(['inspect', ...all])) as Inspected[];
    for (const { Name, HostConfig } of inspected) {
      expect({ Name, ...HostConfig }).toMatchObject({
        ReadonlyRootfs: true,
        CapDrop: ['ALL'],
        SecurityOpt: ['no-new-privileges:true'],
        Memory: expect.any(Number) as number,
      });
      expect(HostConfig.Memory).toBeGreaterThan(0);
      expect(HostConfig.NanoCpus).toBeGreaterThan(0);
    }
    for (const { id } of await containersOf(project).then((list) =>
      list.filter(({ status }) => status === 'running'),
    ))
      expect(await docker(['exec', id, 'cat', '/proc/1/status'])).toMatch(/^Uid:\t[1-9]/m);
    const [gateway] = await containers('gateway');
    const write = docker(['exec', gateway!.id, 'node', '-e', "fs.writeFileSync('/app/x', '')"]);
    await expect(write).rejects.toMatchObject({ detail: expect.stringContaining('EROFS') as string });
  });

  test('publishes ports on loopback alone, and no operational one', async () => {
    const all = (await containersOf(project)).map(({ id }) => id);
    const inspected = JSON.parse(await docker(['inspect', ...all])) as Inspected[];
    const published = inspected.flatMap(({ NetworkSettings }) =>
      Object.entries(NetworkSettings.Ports).flatMap(([inside, outside]) =>
        (outside ?? []).map(({ HostIp, HostPort }) => `${inside} ${HostIp}:${HostPort}`),
      ),
    );
    const expected = [`8080/tcp 127.0.0.1:${ports.gateway}`, `9090/tcp 127.0.0.1:${ports.prometheus}`];
    expect(published.filter((line) => !line.startsWith('3000/tcp 127.0.0.1:')).toSorted()).toEqual(expected);
    for (const path of ['/metrics', '/livez', '/readyz'])
      expect((await fetch(`${addresses.entryUrl}${path}`)).status).toBe(404);
  });

  test('has every replica scraped, under a name that can be read', async () => {
    let instances: string[] = [];
    await until('five replicas that are up in Prometheus', 30_000, async () => {
      const query = encodeURIComponent('up{job="services"} == 1');
      const answer = await fetch(`${addresses.prometheusUrl}/api/v1/query?query=${query}`);
      const { data } = (await answer.json()) as { data: { result: { metric: Record<string, string> }[] } };
      instances = data.result.map(({ metric }) => `${metric['service']} ${metric['instance']}`);
      return instances.length >= 5;
    });
    const named = /^(events|bookings|gateway) \1@\d+\.\d+\.\d+\.\d+$/;
    expect(instances.toSorted()).toEqual(Array(5).fill(expect.stringMatching(named)));
    expect(instances.filter((name) => name.startsWith('bookings'))).toHaveLength(3);
  });

  test('is borrowed by a run, which loses nothing when it scales and restarts, and is as it was afterwards', async () => {
    const running = async () =>
      (await containersOf(project)).filter(({ status }) => status === 'running').map(({ id }) => id);
    const before = await running();
    const beganAt = Date.now() / 1000;
    await using borrowed = await prepareRun(bookingPlatform, targets.compose.ground({ project }));
    expect((await containers('bookings')).map(({ status }) => status)).toEqual(Array(3).fill('exited'));
    await expectNothingLost(borrowed);
    const started = await valuesOf('max_over_time(process_start_time_seconds{service="events"}[5m])');
    expect(Math.max(...started)).toBeGreaterThan(beganAt);
    await borrowed[Symbol.asyncDispose]();
    expect(await running()).toEqual(before);
    const [postgres] = await containers('postgres');
    const names = 'select datname from pg_database';
    const asked = ['psql', '--username=rehearse', '--dbname=events', `--command=${names}`];
    expect(await docker(['exec', postgres!.id, ...asked])).not.toContain('rehearse_run_');
    const events = await fetch(`${addresses.entryUrl}/api/events?limit=100`);
    expect(((await events.json()) as { items: unknown[] }).items).toHaveLength(40);
  });

  test('has the rules of the dashboards loaded', async () => {
    const answer = await fetch(`${addresses.prometheusUrl}/api/v1/rules`);
    const { data } = (await answer.json()) as { data: { groups: { file: string }[] } };
    const loaded = data.groups.map(({ file }) => file.replace('/etc/prometheus-rules/', ''));
    const written = readdirSync(join(root, 'dashboards', 'rules')).filter((name) => name.endsWith('.yml'));
    expect([...new Set(loaded)].toSorted()).toEqual(written.toSorted());
  });

  test('keeps passwords and keys from git and from others, and token signs with them', async () => {
    const { settings, keys } = stackFiles(project);
    expect(
      [settings, join(keys, 'token-private-key.json')].map((path) => statSync(path).mode & 0o777),
    ).toEqual([0o600, 0o600]);
    expect(statSync(keys).mode & 0o777).toBe(0o700);
    const { stdout } = await execa('git', ['status', '--porcelain', '--untracked-files=all', 'compose'], {
      cwd: root,
    });
    expect(stdout).not.toMatch(/\.env|\.secrets/);
    const { code, out } = await rehearse(['token', '--subject', 'ada', '--port', String(ports.gateway)]);
    expect(code).toBe(0);
    const headers = { authorization: `Bearer ${out}` };
    expect((await fetch(`${addresses.entryUrl}/api/users/${subjectId('ada')}`, { headers })).status).toBe(
      404,
    );
  });

  test('is not started twice', async () => {
    expectOneLine(await rehearse(up()), /stack "rehearse-test-\d+" is up already.*rehearse down.*--load/);
    const other = up('--load', '1', '--replicas', 'bookings=2');
    expectOneLine(await rehearse(other), /is up already, with 3 of bookings\..*--load alone.*rehearse down/);
  });

  test('a replica gets SIGTERM through its first process, drains and ends with 0 while the others answer', async () => {
    const [replica] = await containers('bookings');
    const headers = { authorization: `Bearer ${addresses.token}` };
    const ask = () => fetch(`${addresses.entryUrl}/api/users/${subjectId('demo')}`, { headers });
    expect(await docker(['exec', replica!.id, 'cat', '/proc/1/cmdline'])).toMatch(
      /init\0--\0node\0.*\/app\/service\.js\0serve\0$/,
    );
    await docker(['kill', '--signal', 'TERM', replica!.id]);
    const statuses = new Set<number>();
    const ended = async () =>
      (await containersOf(project)).find(({ id }) => id === replica!.id)?.status === 'exited';
    await until('its end', 15_000, async () => {
      for (let i = 0; i < 5; i++) statuses.add((await ask()).status);
      return ended();
    });
    expect([...statuses]).toEqual([404]);
    const last = (await docker(['logs', replica!.id])).trim().split('\n').at(-1) ?? '{}';
    expect(JSON.parse(last)).toMatchObject({ msg: 'stopped', exitCode: 0, open: { requests: 0 } });
    expect((await containers('bookings')).find(({ id }) => id === replica!.id)).toMatchObject({
      exitCode: 0,
    });
  });

  test('a replica that gets SIGTERM as soon as it is started ends, whatever it has come to', async () => {
    const [replica] = (await containers('bookings')).filter(({ status }) => status === 'exited');
    const container = (await localEngine()).client.container.getById(replica!.id);
    for (const afterMs of [0, 20, 40, 60, 100]) {
      await container.start();
      // The kernel keeps from a container's first process what it does not handle yet: the signal would be gone.
      await until('what init starts', 15_000, async () => {
        const { Processes } = (await container.top()) as { Processes: string[][] };
        return Processes.length > 1;
      });
      await sleep(afterMs);
      await container.kill({ signal: 'SIGTERM' });
      // Nothing else would end it.
      const { StatusCode } = (await container.wait()) as { StatusCode: number };
      expect([endedBySignal, drained], `${afterMs} ms after its start`).toContain(StatusCode);
    }
  });

  test('that is half up says which part is not, and how to go on', async () => {
    expectOneLine(
      await rehearse(up()),
      /is half up: rehearse-test-\S+bookings\S+ ended \((0|143)\)\. Next: .*rehearse down/,
    );
    expectOneLine(await rehearse(run()), /is half up: \S+ ended \((0|143)\)\. Next: .*rehearse up/);
  });

  test('leaves no container and no network when it is ended, and its data', async () => {
    const { code, err } = await rehearse(['down', '--project', project]);
    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining('--volumes') as string });
    expect(await remainsOf(project, false)).toEqual([]);
    expect(await remainsOf(project, true)).toContain(`${project}_postgres`);
    expect((await rehearse(['token', '--subject', 'ada', '--port', String(ports.gateway)])).code).toBe(2);
    expect((await rehearse(['down', '--project', project])).code).toBe(0);
    expectOneLine(await rehearse(run()), /is not up\. Next: .*rehearse up.*--target containers/);
  });

  test('is refused where a port is taken, compose or an image is missing, or its volume belongs to somebody else', async () => {
    const taken = createServer().listen(ports.prometheus, '127.0.0.1');
    await once(taken, 'listening');
    expectOneLine(
      await rehearse(up()),
      new RegExp(`127\\.0\\.0\\.1:${ports.prometheus} is in use.*--prometheus-port`),
    );
    taken.close();
    expectOneLine(
      await rehearse(up(), { COMPOSE_BIN: '/nowhere/docker-compose' }),
      /nowhere\/docker-compose is not here, or too old: .*1\.29/,
    );
    const none = { POSTGRES_IMAGE: 'localhost:9/none/postgres:0' };
    expectOneLine(
      await rehearse(up(), none),
      /the image localhost:9\/none\/postgres:0 is not here and cannot be pulled: .*docker pull localhost:9.* or name another in POSTGRES_IMAGE/,
    );
    const { settings } = stackFiles(project);
    renameSync(settings, `${settings}.away`);
    try {
      expectOneLine(await rehearse(up()), /volume rehearse-test-\d+_postgres holds data.*down --volumes/);
    } finally {
      renameSync(`${settings}.away`, settings);
    }
    expect(await remainsOf(project, false)).toEqual([]);
  });

  test('ends what it has started when it is interrupted', async () => {
    const harness = startHarness(up());
    await until('a first container', 60_000, async () => (await containersOf(project)).length > 0);
    harness.process.kill('SIGINT');
    expect(await harness.ended, harness.stderr()).toBe(130);
    expect(await remainsOf(project, false)).toEqual([]);
  });

  test('comes up again with the same passwords and data, with Grafana and who takes beacons and traces, and keeps a load until Ctrl-C', async () => {
    const { grafana } = ports;
    const named = (name: string) => `rehearse/${name}-stand-in:test-${process.pid}`;
    const [image, alloy, jaeger] = [named('grafana'), named('alloy'), named('jaeger')];
    onTestFinished(async () => void (await docker(['image', 'rm', '--force', image, alloy, jaeger])));
    await Promise.all([buildGrafanaStandIn(image), buildAlloyStandIn(alloy), buildJaegerStandIn(jaeger)]);
    const before = await readSettings(project);
    const harness = startHarness(up('--json', '--load', '20', '--profile', 'faro', '--profile', 'tracing'), {
      GRAFANA_IMAGE: image,
      ALLOY_IMAGE: alloy,
      JAEGER_IMAGE: jaeger,
    });
    await until(
      'the addresses',
      90_000,
      () => harness.stdout().endsWith('\n') || harness.process.exitCode !== null,
    );
    expect(harness.process.exitCode, harness.stderr()).toBeNull();
    const { postgresPassword } = (await readSettings(project))!;
    expect(postgresPassword).toBe(before?.postgresPassword);
    const events = await fetch(`${addresses.entryUrl}/api/events?limit=100`);
    expect(((await events.json()) as { items: unknown[] }).items).toHaveLength(40);
    expect(JSON.parse(harness.stdout())).toMatchObject({
      grafanaUrl: `http://127.0.0.1:${grafana}`,
      jaegerUrl: `http://127.0.0.1:${jaegerPort}`,
    });
    expect(await (await fetch(`http://127.0.0.1:${grafana}/`)).json()).toEqual({
      provisioning: ['dashboards', 'datasources'],
      dashboards: readdirSync(join(root, 'dashboards', 'provisioned')).length,
    });
    const body = `{ "meta": {"view": {"name": "/"}},\t"unknown": [1.0] }`;
    const headers = { 'content-type': 'application/json' };
    const sent = await fetch(`${addresses.entryUrl}/faro/collect`, { method: 'POST', headers, body });
    expect(sent.status).toBe(202);
    const [receiver] = await containers('alloy');
    await until('the beacon as it was, in the log of who takes the place of Alloy', 10_000, async () =>
      (await docker(['logs', receiver!.id])).includes(`POST /collect ${body}`),
    );
    await until('bookings in Prometheus', 30_000, async () =>
      (await valuesOf('bookings_total')).some((count) => count > 0),
    );
    await until('the load in Prometheus', 30_000, async () => {
      const counted = 'rehearse_load_requests_total{suite="visitors",outcome="sent"} > 20';
      return (await valuesOf(`${counted} and rehearse_load_requests_total offset 2s`)).length > 0;
    });
    await until('a trace where an exemplar of the latency in Prometheus leads to', 30_000, async () => {
      const pages = (await exemplarsOf('http_server_request_duration_seconds_bucket')).map(pageOfTrace);
      return (await Promise.all(pages.map(async (page) => (await fetch(page)).status))).includes(200);
    });
    harness.process.kill('SIGINT');
    expect(await harness.ended, harness.stderr()).toBe(0);
    expect(harness.stderr()).toMatch(/[1-9]\d* requests, 0 failed\nthe stack goes on; .*\n$/);
    expect(await valuesOf('rehearse_run_end_timestamp_seconds{suite="visitors"}')).toHaveLength(1);
    expect((await fetch(`${addresses.entryUrl}/api/events?limit=1`)).status).toBe(200);
  });

  test('takes a load that was put on it with it when it is ended', async () => {
    const harness = startHarness(up('--load', '20'));
    await until(
      'the load',
      60_000,
      () => /Load …/.test(harness.stderr()) || harness.process.exitCode !== null,
    );
    expect(harness.process.exitCode, harness.stderr()).toBeNull();
    expect((await rehearse(['down', '--project', project])).code).toBe(0);
    expect(await harness.ended, harness.stderr()).toBe(0);
    expect(harness.stderr()).toMatch(/the stack is gone, and the load with it: \d+ requests, \d+ failed\n$/);
  });

  test('leaves nothing at all when it is ended with its volumes, and what is not its own alone', async () => {
    const other = `${project}-other`;
    const labelled = ['--label', `com.docker.compose.project=${other}`, '--name', other];
    await docker(['create', ...labelled, '--volume', `${other}:/kept`, baseImage]);
    onTestFinished(async () => {
      await docker(['rm', '--force', other]);
      await docker(['volume', 'rm', other]);
    });
    expect((await rehearse(['down', '--volumes', '--project', project])).code).toBe(0);
    expect(await remainsOf(project, true)).toEqual([]);
    expect(await docker(['inspect', '--format', '{{(index .Mounts 0).Name}}', other])).toBe(other);
    const { settings, keys } = stackFiles(project);
    expect([settings, keys].map((path) => existsSync(path))).toEqual([false, false]);
  });
});
