import { relativeErrors, type Calibration, type CalibrationRow } from './calibration.ts';
import { computedTruth } from './computed-truth.ts';
import type { Contender } from './contender.ts';
import { startCase, type TruthCase } from './truth-case.ts';

/** CalibrateOptions: `onRow` hears of each row as it comes; `briefMs`: how long those measure that are not thorough. */
export interface CalibrateOptions {
  readonly signal: AbortSignal;
  readonly onTest?: (contender: Contender, truthCase: TruthCase) => void;
  readonly briefMs?: number;
}

const defaultBriefMs = 2000;

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
    options.signal.throwIfAborted();
    options.onTest?.(contender, truthCase);
    try {
      rows.push(await test(contender, truthCase, options));
    } catch (error) {
      options.signal.throwIfAborted();
      const [why = ''] = (error as Error).message.split('\n');
      return { contender: contender.name, server: truthCase.name, why };
    }
  }
  return undefined;
}

async function test(
  contender: Contender,
  truthCase: TruthCase,
  { signal, briefMs = defaultBriefMs }: CalibrateOptions,
): Promise<CalibrationRow> {
  const { model, thorough } = contender;
  const warmUpMs = thorough ? truthCase.warmUpMs : 0;
  const durationMs = thorough ? truthCase.durationMs : briefMs;
  const arrivals = contender.arrivalsFor(truthCase.arrivals);
  // What a closed model says is held against what clients see that arrive whatever the server does.
  const schedule = model === 'open' ? { arrivals, warmUpMs, durationMs } : { ...truthCase, arrivals };
  const truth = computedTruth(truthCase, schedule);
  await using server = await startCase(truthCase, thorough ? truth.warmUpRequests : 0);
  const reading = await contender.measure({ url: server.url, truthCase, warmUpMs, durationMs, signal });
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
  };
}
