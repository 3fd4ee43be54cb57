import { headroom } from '../calibration/headroom.ts';
import type { InvalidReason } from '../model/load-observation.ts';
import { judgesSpeed, type ExperimentSpec } from '../suites/suite.ts';
import type { Run } from './run.ts';

/**
 * showHeadroom has the engine of open loads show, once per machine and rate, that it can do twice the highest rate that
 * the experiments ask for; undefined when it did, or when none of them judges speed at a rate.
 */
export async function showHeadroom(
  run: Run,
  experiments: readonly ExperimentSpec[],
): Promise<InvalidReason | undefined> {
  const journeysPerSecond = Math.max(0, ...experiments.filter(judgesSpeed).map(rateOf));
  if (journeysPerSecond === 0) return undefined;
  // A journey makes each of its requests at most once.
  const requestsPerSecond = journeysPerSecond * run.prepared.scenario.steps.length;
  run.progress.begin('Headroom');
  const tell = (what: string): void => run.progress.tell(what);
  const shown = await headroom(run.engine, requestsPerSecond, { signal: run.interrupted, tell });
  const found = `${shown.engine} ${shown.reason === undefined ? 'can do' : 'did'} ${shown.achievedRps.toFixed(0)} requests/s here`;
  run.progress.end(shown.kept ? `${found}, as shown ${shown.measuredAt.slice(0, 10)}` : found);
  return shown.reason;
}

function rateOf(spec: ExperimentSpec): number {
  if ('firstRatePerSecond' in spec) return spec.firstRatePerSecond;
  return 'ratePerSecond' in spec ? spec.ratePerSecond : 0;
}
