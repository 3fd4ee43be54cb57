import { setTimeout as delay } from 'node:timers/promises';
import { Client, type Dispatcher } from 'undici';
import { keepAwake } from '../model/awake.ts';
import { startRunClock } from '../model/clock.ts';
import { newHistogram, percentiles, recordMs, type Percentiles } from '../model/histogram.ts';
import type { LoadObservation } from '../model/load-observation.ts';
import type { LoadModel } from '../model/load-plan.ts';
import { autocannonEngine } from './autocannon.ts';
import type { Engine } from './engine.ts';
import { pacedEngine } from './paced.ts';
import type { Alarm } from './paced/alarm.ts';
import { sleeperAlarm } from './paced/sleeper-alarm.ts';
import { singleRequestPlan, type PlanSettings } from './single-request.ts';
import { startNullServer } from './truth/null-server.ts';

// How sharply does the paced engine start requests, and at what price? `node load/engines/paced.bench.ts [seconds]`
// First ways to wake an event loop at a moment, with nothing to do then; after that the whole engine against the
// smallest server there is, in another process. Figures are of this machine, at this moment: run it on a quiet one.

/** inFlight at once, where more is asked for than can be done. */
const inFlight = 100;
const seconds = Number(process.argv[2] ?? 10);
const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** timerAlarm: what everybody uses; counts in whole milliseconds. */
const timerAlarm = async (): Promise<Alarm> => {
  let timer: NodeJS.Timeout | undefined;
  const set: Alarm['set'] = (atMs, ring) => {
    timer = setTimeout(ring, Math.max(0, atMs - performance.now()));
  };
  return { thread: undefined, set, close: async () => clearTimeout(timer) };
};

/** busyAlarm: looks at the clock in every turn of the loop; as sharp as it gets, at the price of a core. */
const busyAlarm = async (): Promise<Alarm> => {
  let [momentMs, ring] = [Number.POSITIVE_INFINITY, (): void => {}];
  let turn: NodeJS.Immediate;
  const look = (): void => {
    if (performance.now() >= momentMs) {
      momentMs = Number.POSITIVE_INFINITY;
      ring();
    }
    turn = setImmediate(look);
  };
  turn = setImmediate(look);
  return {
    thread: undefined,
    set: (atMs, nextRing) => void ([momentMs, ring] = [atMs, nextRing]),
    close: async () => clearImmediate(turn),
  };
};

async function wakeUps(
  newAlarm: () => Promise<Alarm>,
  ratePerSecond: number,
): Promise<{ delayMs: Percentiles; cpuShare: number }> {
  const [delays, finished] = [newHistogram(), Promise.withResolvers<void>()];
  const count = ratePerSecond * seconds;
  let done = 0;
  const dueMs = (): number => startMs + (done * 1000) / ratePerSecond;
  const alarm = await newAlarm();
  const ring = (): void => {
    for (let nowMs = performance.now(); done < count && dueMs() <= nowMs; nowMs = performance.now()) {
      recordMs(delays, nowMs - dueMs());
      done++;
    }
    if (done < count) alarm.set(dueMs(), ring);
    else finished.resolve();
  };
  const startMs = performance.now() + 50;
  const before = process.cpuUsage();
  alarm.set(dueMs(), ring);
  await finished.promise;
  const { user, system } = process.cpuUsage(before);
  await alarm.close();
  return { delayMs: percentiles(delays), cpuShare: (user + system) / 1e6 / seconds };
}

async function observe(engine: Engine, load: LoadModel, maxInFlight?: number): Promise<LoadObservation> {
  await using server = await startNullServer();
  const { startedAt, originNs } = startRunClock();
  const settings: PlanSettings = {
    load,
    seed: 1,
    warmUpMs: 2000,
    durationMs: seconds * 1000,
    timeoutMs: 10_000,
    maxInFlight,
    clock: { startedAt, originNs },
  };
  const plan = singleRequestPlan({ url: new URL(server.url), method: 'GET', headers: [] }, settings);
  return (await (await engine.start(plan)).finished).observation;
}

async function atRate(ratePerSecond: number): Promise<string[]> {
  const load = { model: 'open', ratePerSecond, arrivals: 'uniform' } as const;
  const { measured, generator, valid, invalidReasons } = await observe(pacedEngine, load);
  const perRequestUs = (generator.cpuShare * 1e6) / measured.achievedRps;
  return [
    row(`engine ${ratePerSecond} rps`, measured.dispatchDelayMs, generator.cpuShare),
    `  achieved/offered ${((measured.achievedRps / measured.offeredRps) * 100).toFixed(3)}%, CPU ${perRequestUs.toFixed(0)} µs per request,` +
      ` service time p50 ${measured.serviceTimeMs.p50} ms p99 ${measured.serviceTimeMs.p99} ms,` +
      ` connection wait p50 ${measured.connectionWaitMs.p50} ms, RSS ${Math.round(generator.maxRssBytes / 1e6)} MB,` +
      ` ${valid ? 'valid' : invalidReasons.map(({ guard }) => guard).join(', ')}`,
  ];
}

const sentPerSecond = ({ measured }: LoadObservation): number =>
  (measured.ledger.sent * 1000) / measured.durationMs;

/** saturated: what an engine sends for a second of CPU time when it is asked for more than it can do. */
async function saturated(engine: Engine, load: LoadModel): Promise<string> {
  const observation = await observe(engine, load, inFlight);
  return saturation(engine.name, sentPerSecond(observation), observation.generator.cpuShare);
}

/** undiciAlone: what its HTTP client does for a second of CPU time for one who looks at no clock and counts nothing else. */
async function undiciAlone(): Promise<string> {
  await using server = await startNullServer();
  const options = { pipelining: 1, allowH2: false, headersTimeout: 0, bodyTimeout: 0 };
  const clients = Array.from({ length: inFlight }, () => new Client(server.url, options));
  let [answered, going] = [0, true];
  const ended = clients.map(async (client) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const ask = (): void => void client.dispatch({ method: 'GET', path: '/' }, handler);
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: () => {},
      onResponseStart: () => {},
      onResponseData: () => {},
      onResponseEnd: () => {
        answered += 1;
        if (going) ask();
        else resolve();
      },
      onResponseError: (_, error) => reject(error),
    };
    ask();
    await promise;
    await client.close();
  });
  await delay(2000);
  const [before, usage, startMs] = [answered, process.cpuUsage(), performance.now()];
  await delay(seconds * 1000);
  const [count, { user, system }, tookMs] = [
    answered - before,
    process.cpuUsage(usage),
    performance.now() - startMs,
  ];
  going = false;
  await Promise.all(ended);
  return saturation('undici alone', (count * 1000) / tookMs, (user + system) / 1e3 / tookMs);
}

function saturation(name: string, rps: number, cpuShare: number): string {
  const perCpuSecond = Math.round(rps / cpuShare);
  return `${name} at saturation: ${Math.round(rps)} requests/s, ${perCpuSecond} per CPU second, ${(cpuShare * 100).toFixed(0)}% of a core`;
}

function row(name: string, { p50, p90, p99, max }: Percentiles, cpuShare: number): string {
  const cells = [p50, p90, p99, max].map((value) => (value?.toFixed(3) ?? '–').padStart(9));
  return `${name.padEnd(24)}${cells.join('')}${`${(cpuShare * 100).toFixed(1)}%`.padStart(10)}`;
}

const ways = { setTimeout: timerAlarm, 'sleeper thread': sleeperAlarm, 'busy loop': busyAlarm };

async function wakingUp(): Promise<void> {
  for (const [name, newAlarm] of Object.entries(ways)) {
    const { delayMs, cpuShare } = await wakeUps(newAlarm, 1000);
    print(row(`${name} 1000/s`, delayMs, cpuShare));
  }
}

const heads = ['p50', 'p90', 'p99', 'max', 'of a core'];
print('delay in ms'.padEnd(24) + heads.map((name) => name.padStart(name.length > 3 ? 10 : 9)).join(''));
print('idle processors: may sleep');
await wakingUp();
for (const line of await atRate(1000)) print(line);
using awake = keepAwake();
print(`idle processors: ${awake.text}`);
if (awake.kept) await wakingUp();
for (const ratePerSecond of [200, 1000, 5000]) for (const line of await atRate(ratePerSecond)) print(line);
// A fifth more than it can do: each request that is due and cannot be sent costs some time as well.
const most = { model: 'open', ratePerSecond: 100_000, arrivals: 'uniform' } as const;
const ratePerSecond = Math.round(1.2 * sentPerSecond(await observe(pacedEngine, most, inFlight)));
print(await saturated(pacedEngine, { ...most, ratePerSecond }));
print(await saturated(autocannonEngine, { model: 'closed', connections: inFlight }));
print(await undiciAlone());
process.exit(0);
