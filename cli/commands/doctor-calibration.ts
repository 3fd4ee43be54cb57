import type { Calibration, CalibrationRow } from '../../load/calibration/calibration.ts';
import { quantiles, type QuantileName, type Times } from '../../load/calibration/computed-truth.ts';
import type { Judgement } from '../../load/calibration/goals.ts';
import type { TruthCase } from '../../load/calibration/truth-case.ts';
import { wrapped } from './doctor-machine.ts';

/** JudgedCalibration: a calibration with what it says of the paced engine. */
export type JudgedCalibration = Calibration & Judgement;

/** calibrationText: for each server the truth and what everybody made of it, then what the measuring itself cost. */
export function calibrationText(
  shown: JudgedCalibration,
  cases: readonly TruthCase[],
  columns: number,
): string {
  const paragraph = (text: string): string => wrapped(text, Math.max(20, columns - 1)).join('\n');
  return [
    paragraph(legend),
    '',
    ...cases.flatMap((truthCase) => serverLines(truthCase, shown.rows, paragraph)),
    ...costLines(shown.rows, columns),
    '',
    ...shown.absent.map(({ contender, why }) => paragraph(`not here: ${contender}: ${why}`)),
    ...shown.failed.map(({ contender, server, why }) =>
      paragraph(`failed: ${contender} before "${server}": ${why}`),
    ),
    ...shown.missed.map((goal) => paragraph(`missed by paced: ${goal}`)),
    ...shown.excused.map((row) => paragraph(`not held against paced: ${row}`)),
    ...shown.unjudged.map((row) => paragraph(`not judged: ${row}`)),
    ...(shown.missed.length === 0 ? [paragraph(held(shown))] : []),
    `took ${Math.round(shown.tookMs / 1000)} s`,
    '',
  ].join('\n');
}

function held({ excused, unjudged }: JudgedCalibration): string {
  const truths = unjudged.length === 0 ? 'every truth' : 'every truth that could be judged';
  const but = excused.length === 0 ? '' : ', but where a server was late itself or the machine stood still';
  return `paced: within 5% of ${truths}${but}, losses exact`;
}

const legend =
  'Response times in ms, and how far from the truth. "true": computed from the schedule; "server": what the server ' +
  'took by its own account while the first engine was before it. A closed model waits for each answer: while a server ' +
  'stalls it asks for less, and most of those who would have waited are missing from its figures.';

const names = Object.keys(quantiles) as QuantileName[];
const [nameWidth, cellWidth] = [16, 15];

function serverLines(
  { name, title, ratePerSecond }: TruthCase,
  all: readonly CalibrationRow[],
  paragraph: (text: string) => string,
): string[] {
  const rows = all.filter(({ server }) => server === name);
  const [first] = rows;
  if (first === undefined) return [];
  const head = paragraph(`${name}: ${title}; ${ratePerSecond} requests/s`);
  if (first.trueMs.p50 === null) return [head, ...rows.map(lossLine), ''];
  return [
    head,
    line('', ['p50', 'p90', 'p99', 'p99.9']),
    line('true', timeCells(first.trueMs)),
    line('server', timeCells(first.serverMs)),
    ...rows.map((row) => line(row.contender, errorCells(row, first))),
    '',
  ];
}

function lossLine({ contender, trueLost, measuredLost, requests }: CalibrationRow): string {
  return `${contender.padEnd(nameWidth)}${measuredLost} of ${trueLost} losses counted, ${requests} requests by its own count`;
}

function line(name: string, cells: readonly string[]): string {
  return name.padEnd(nameWidth) + cells.map((cell) => cell.padStart(cellWidth)).join('');
}

function timeCells(times: Times): string[] {
  return names.map((name) => ms(times[name]));
}

/** Where somebody was asked for another schedule, such as evenly spaced arrivals, the truth was another. */
function errorCells({ measuredMs, relativeError, trueMs }: CalibrationRow, first: CalibrationRow): string[] {
  return names.map((name) => {
    const error = relativeError[name];
    const other = trueMs[name] === first.trueMs[name] ? '' : '*';
    return error === null ? ms(measuredMs[name]) : `${ms(measuredMs[name])} ${signed(error)}${other}`;
  });
}

function signed(share: number): string {
  const percent = share * 100;
  return `${percent < 0 ? '−' : '+'}${Math.abs(percent).toFixed(Math.abs(percent) < 9.95 ? 1 : 0)}%`;
}

function ms(value: number | null): string {
  return value === null ? '–' : value.toFixed(value < 100 ? 2 : 1);
}

function costLines(rows: readonly CalibrationRow[], columns: number): string[] {
  const head = ['server', 'offered', 'achieved', 'late p50', 'p99 ms', 'CPU µs', 'still %'];
  const width = columns < 87 ? 9 : 10;
  const cells = (row: readonly string[]): string => row.map((cell) => cell.padStart(width)).join('');
  return [
    'Requests per second, dispatch delay, CPU per request, and standstill',
    ''.padEnd(nameWidth) + cells(head),
    ...rows.map(
      (row) => row.contender.padEnd(nameWidth) + cells(costCells(row)) + invalid(row.invalidBecause),
    ),
    ...(rows.some(({ contender, model }) => model === 'open' && contender !== 'paced')
      ? ['* held against the truth of the schedule that it keeps: evenly spaced, or shorter']
      : []),
  ];
}

function costCells(row: CalibrationRow): string[] {
  return [
    row.server,
    row.offeredRps === null ? '–' : row.offeredRps.toFixed(0),
    row.achievedRps.toFixed(0),
    delay(row.dispatchDelayMs?.p50 ?? null),
    delay(row.dispatchDelayMs?.p99 ?? null),
    row.cpuUsPerRequest === null ? '–' : row.cpuUsPerRequest.toFixed(0),
    row.standstill === null ? '–' : (row.standstill.share * 100).toFixed(2),
  ];
}

function delay(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}

function invalid(guards: readonly string[]): string {
  return guards.length === 0 ? '' : `  invalid: ${guards.join(', ')}`;
}
