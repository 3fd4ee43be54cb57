import { quietShare, relativeErrors, type Calibration, type CalibrationRow } from './calibration.ts';
import { computedTruth, type Schedule, type Times } from './computed-truth.ts';
import type { Contender } from './contender.ts';
import type { Standstill, StandstillWatch } from './machine/standstill.ts';
import { startCase, type TruthCase } from './truth-case.ts';

/** CalibrateOptions: what a calibration heeds besides its contenders and servers. */
export interface CalibrateOptions {
  readonly signal: AbortSignal;
  /** onTest hears of each measurement as it begins; `tries` counts from 1. */
  readonly onTest?: (contender: Contender, truthCase: TruthCase, tries: number) => void;
  /** briefMs: how long those measure that are not thorough. */
  readonly briefMs?: number;
  /** watch over the machine; without it, nobody knows whether it stood still. */
  readonly watch?: StandstillWatch | undefined;
}

const defaultBriefMs = 2000;

/** mostTries to find the machine quiet. Nothing but the machine decides whether there is another one. */
const mostTries = 3;

/**
 * calibrate puts every contender before every truth server, one at a time, each before a fresh server. Whoever is
 * absent is named, and so is whoever fails, which ends its turn and costs the others nothing. Rejects when the signal
 * aborts.
 */
export async function calibrate(
  contenders: readonly Contender[],
  cases: readonly TruthCase[],
  options: CalibrateOptions,
): Promise<Calibration> {
  const beganMs = performance.now();
  const rows: CalibrationRow[] = [];
  const absent: Calibration['absent'][number][] = [];
  const failed: Calibration['failed'][number][] = [];
  for (const contender of contenders) {
    const why = await contender.absent();
    if (why !== undefined) {
      absent.push({ contender: contender.name, why });
      continue;
    }
    const failure = await turnOf(contender, cases, options, rows);
    if (failure !== undefined) failed.push(failure);
  }
  return { rows, absent, failed, tookMs: performance.now() - beganMs };
}

/** turnOf puts one contender before the servers until it fails, and says where and why it did. */
async function turnOf(
  contender: Contender,
  cases: readonly TruthCase[],
  options: CalibrateOptions,
  rows: CalibrationRow[],
): Promise<Calibration['failed'][number] | undefined> {
  for (const truthCase of cases) {
    try {
      rows.push(await quietest(contender, truthCase, options));
    } catch (error) {
      options.signal.throwIfAborted();
      const [why = ''] = (error as Error).message.split('\n');
      return { contender: contender.name, server: truthCase.name, why };
    }
  }
  return undefined;
}

const shareOf = ({ standstill }: CalibrationRow): number => standstill?.share ?? 0;

/**
 * quietest measures until the machine was quiet, where enough requests for a p99.9 are compared, and gives the quietest of
 * all tries.
 */
async function quietest(
  contender: Contender,
  truthCase: TruthCase,
  options: CalibrateOptions,
): Promise<CalibrationRow> {
  let best: CalibrationRow | undefined;
  for (let tries = 1; tries <= mostTries; tries += 1) {
    options.signal.throwIfAborted();
    options.onTest?.(contender, truthCase, tries);
    const row = await test(contender, truthCase, options);
    best = { ...(best === undefined || shareOf(row) < shareOf(best) ? row : best), tries };
    if (!contender.thorough || best.relativeError.p999 === null || shareOf(best) <= quietShare('p999')) break;
  }
  return best!;
}

async function test(
  contender: Contender,
  truthCase: TruthCase,
  { signal, briefMs = defaultBriefMs, watch }: CalibrateOptions,
): Promise<CalibrationRow> {
  const { model, thorough } = contender;
  const warmUpMs = thorough ? truthCase.warmUpMs : 0;
  const durationMs = thorough ? truthCase.durationMs : briefMs;
  const arrivals = contender.arrivalsFor(truthCase.arrivals);
  // What a closed model says is held against what clients see that arrive whatever the server does.
  const schedule = model === 'open' ? { arrivals, warmUpMs, durationMs } : { ...truthCase, arrivals };
  const truth = computedTruth(truthCase, schedule);
  await using server = await startCase(truthCase, thorough ? truth.warmUpRequests : 0);
  const standstill = watch?.begin();
  const reading = await contender.measure({ url: server.url, truthCase, warmUpMs, durationMs, signal });
  const stood = standstill?.() ?? null;
  signal.throwIfAborted();
  const account = await server.account();
  return {
    server: truthCase.name,
    contender: contender.name,
    model,
    trueMs: truth.timesMs,
    serverMs: account.tookMs,
    serverLateMs: account.lateMs,
    measuredMs: reading.timesMs,
    relativeError: relativeErrors(reading.timesMs, truth.timesMs),
    requests: reading.requests,
    trueLost: account.dropped,
    measuredLost: reading.lost,
    offeredRps: reading.offeredRps,
    achievedRps: reading.achievedRps,
    dispatchDelayMs: reading.dispatchDelayMs,
    cpuUsPerRequest: reading.cpuUsPerRequest,
    invalidBecause: reading.invalidBecause,
    standstill: stood === null ? null : { share: stood.share, longestMs: stood.longestMs },
    tries: 1,
    withStandstillMs: model === 'open' ? withStandstill(truthCase, schedule, reading.startedMs, stood) : null,
  };
}

/** withStandstill: the truth of a schedule that began at `startedMs`, on a machine that stood still. */
function withStandstill(
  truthCase: TruthCase,
  schedule: Schedule,
  startedMs: number | null,
  stood: Standstill | null,
): Times | null {
  if (startedMs === null || stood === null) return null;
  const onSchedule = stood.intervals.map(({ fromMs, toMs }) => ({
    fromMs: fromMs - startedMs,
    toMs: toMs - startedMs,
  }));
  return computedTruth(truthCase, schedule, onSchedule).timesMs;
}
