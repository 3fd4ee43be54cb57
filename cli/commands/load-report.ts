import Table from 'cli-table3';
import type { Percentiles } from '../../load/model/histogram.ts';
import { failureKinds, type Ledger } from '../../load/model/ledger.ts';
import type { LoadObservation } from '../../load/model/load-observation.ts';
import type { LoadModel } from '../../load/model/load-plan.ts';
import { formatDuration } from '../options/duration.ts';

/** loadJson: the figures of a load under the names that other programs rely on; times are milliseconds. */
export function loadJson(load: LoadObservation): string {
  const { measured, valid, invalidReasons, engine, responseTimeFrom, warnings } = load;
  const { offeredRps, achievedRps, responseTimeMs, serviceTimeMs, dispatchDelayMs, ledger } = measured;
  const figures = {
    offeredRps,
    achievedRps,
    responseTimeMs,
    serviceTimeMs,
    dispatchDelayMs,
    ledger,
    valid,
    invalidReasons,
    engine,
    responseTimeFrom,
    warnings,
  };
  return `${JSON.stringify(figures, null, 2)}\n`;
}

/** loadTable: the same for people, on one screen; idleProcessors says in words whether they were kept awake. */
export function loadTable(url: string, load: LoadObservation, idleProcessors: string): string {
  const { measured, generator } = load;
  const priority = generator.realTime === true ? ', at real-time priority' : '';
  const share = `${(generator.cpuShare * 100).toFixed(0)}% of a core${priority}`;
  return [
    `${load.scenario.split(' ')[0]} ${url}`,
    `${modelText(load.load)}, ${formatDuration(Math.round(measured.durationMs))}, seed ${load.seed}`,
    '',
    times(load),
    '',
    `offered ${measured.offeredRps.toFixed(1)} requests/s, achieved ${measured.achievedRps.toFixed(1)}; the generator used ${share}`,
    `idle processors: ${idleProcessors}`,
    ...ledgerLines(measured.ledger),
    ...failureLines(load),
    ...load.warnings.map(({ message }) => `note: ${message}`),
    ...verdictLines(load),
    '',
  ].join('\n');
}

function modelText(load: LoadModel): string {
  return load.model === 'open'
    ? `${load.ratePerSecond} requests/s, ${load.arrivals}`
    : `${load.connections} connections, each waits for its answer`;
}

const columns = ['p50', 'p90', 'p99', 'p999', 'max', 'mean'] as const;

function times({ measured, responseTimeFrom }: LoadObservation): string {
  const rows: [string, Percentiles][] = [
    [responseTimeFrom === 'sent' ? 'from the send' : 'response time', measured.responseTimeMs],
    ['service time', measured.serviceTimeMs],
    ...seenRow('connection wait', measured.connectionWaitMs, measured.ledger),
    ...seenRow('dispatch delay', measured.dispatchDelayMs, measured.ledger),
  ];
  const table = new Table({
    head: ['ms', 'p50', 'p90', 'p99', 'p99.9', 'max', 'mean'],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
    chars: borderless,
  });
  for (const [name, figures] of rows) table.push([name, ...columns.map((column) => ms(figures[column]))]);
  return table.toString();
}

/** seenRow: no row where there were answers and the engine cannot see this of them. */
function seenRow(name: string, found: Percentiles, { ok }: Ledger): [string, Percentiles][] {
  return ok > 0 && found.max === null ? [] : [[name, found]];
}

const borderless = Object.fromEntries(
  ['top', 'bottom', 'left', 'right', 'mid', 'middle']
    .flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`])
    .concat(['mid-mid', 'left-mid', 'right-mid'])
    .map((name) => [name, name === 'middle' ? '  ' : '']),
);

function ms(value: number | null): string {
  return value === null ? '–' : value.toFixed(value < 100 ? 2 : 0);
}

function ledgerLines(ledger: Ledger): string[] {
  const failures = failureKinds.flatMap((kind) =>
    ledger.failures[kind] === 0 ? [] : `${kind} ${ledger.failures[kind]}`,
  );
  return [
    `scheduled ${ledger.scheduled} = sent ${ledger.sent} + not sent ${ledger.notSent}`,
    `sent ${ledger.sent} = ok ${ledger.ok} + rejected ${ledger.rejected} + failed ${ledger.failed} + unfinished ${ledger.unfinished}`,
    ...(failures.length === 0 ? [] : [`failed: ${failures.join(', ')}`]),
  ];
}

function failureLines({ failureExamples: [first] }: LoadObservation): string[] {
  return first === undefined ? [] : [`first failure: ${first.kind}, ${first.detail}`];
}

function verdictLines({ valid, invalidReasons, measured }: LoadObservation): string[] {
  const sparse = columns.some((column) => measured.responseTimeMs[column] === null);
  return [
    ...(sparse ? ['– too few answers for this percentile q: it needs 10/(1−q)'] : []),
    ...(valid ? ['valid'] : invalidReasons.map(({ message }) => `INVALID: ${message}`)),
  ];
}
