import { embeddedPostgres } from '../backing/embedded-postgres.ts';
import { measureAgreement, type AgreementRow } from '../engines/agreement.ts';
import { k6Engine } from '../engines/k6.ts';
import { pacedEngine } from '../engines/paced.ts';
import { startTruthServer } from '../engines/truth/truth-server.ts';
import { startRunClock } from '../model/clock.ts';
import { defaultMaxInFlight, type LoadPlan } from '../model/load-plan.ts';
import type { Scenario } from '../model/scenario.ts';
import { oneOfEach, seededSystem } from '../runner/seeded-system.ts';
import { bookingPlatform } from '../subjects/booking-platform/booking-platform.ts';
import { processTarget } from '../targets/process.ts';
import { startReaper } from '../targets/reaper.ts';

// Cross-engine agreement: what paced and k6 say of the same server, on a server that takes 20 ms and on the journey of
// the booking platform. The first is held against limits; the second is shown.
const engines = [pacedEngine, k6Engine];
const clock = startRunClock();

function planOf(baseUrl: string, scenario: Scenario, ratePerSecond: number): LoadPlan {
  return {
    baseUrl,
    scenario,
    load: { model: 'open', ratePerSecond, arrivals: 'uniform' },
    seed: 1,
    warmUpMs: 2000,
    durationMs: 8000,
    timeoutMs: 5000,
    maxInFlight: defaultMaxInFlight(ratePerSecond * scenario.steps.length),
    clock: { startedAt: clock.startedAt, originNs: clock.originNs },
  };
}

const request: Scenario = {
  name: 'one request',
  description: '',
  data: {},
  variables: {},
  // POST, so that no client repeats it on its own.
  steps: [{ name: 'post', method: 'POST', path: '/', body: { seats: 2 }, expectStatus: [200] }],
};

async function onTruth(): Promise<AgreementRow[]> {
  await using server = await startTruthServer('delayed', { delayMs: 20 });
  return await measureAgreement(engines, planOf(server.url, request, 200));
}

async function onJourney(): Promise<AgreementRow[]> {
  await using teardown = new AsyncDisposableStack();
  const guard = await startReaper();
  teardown.defer(() => guard.close());
  const order = {
    guard,
    subject: bookingPlatform,
    target: processTarget,
    backing: embeddedPostgres(),
    progress: { begin: () => {}, tell: () => {}, end: () => {} },
    interrupted: new AbortController().signal,
  };
  const topology = { replicas: oneOfEach(bookingPlatform) };
  const { target, prepared } = await seededSystem(order, clock, topology, teardown, teardown);
  return await measureAgreement(engines, planOf(target.entryUrl, prepared.scenario, 40));
}

function lineOf({
  engine,
  quantile,
  answers,
  serviceTimeMs,
  apart,
  limit,
  agrees,
  why,
}: AgreementRow): string {
  const share = (value: number | null | undefined): string =>
    value == null ? '–' : `${(value * 100).toFixed(1)}%`;
  const cells = [
    engine,
    quantile,
    String(answers),
    serviceTimeMs?.toFixed(3) ?? '–',
    share(apart),
    share(limit),
  ];
  const said = agrees === null ? '' : agrees ? 'agrees' : `differs: ${why.join(' ')}`;
  return `| ${[...cells, said].join(' | ')} |`;
}

for (const [title, measure] of [
  ['a server that takes 20 ms, 200 requests/s', onTruth],
  ['the booking journey, 40 journeys/s', onJourney],
] as const) {
  const lines = (await measure()).map(lineOf);
  const head =
    '| engine | quantile | answers | service time ms | apart | limit | |\n| - | - | - | - | - | - | - |';
  process.stdout.write(`\n${title}\n\n${head}\n${lines.join('\n')}\n`);
}
