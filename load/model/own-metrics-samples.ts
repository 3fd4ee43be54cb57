import type { MeasuredRun } from './moment.ts';
import { figureSamples, verdictSamples } from './own-metrics-figures.ts';
import { inFlightSamples, journeySamples, lostSamples, timeSamples } from './own-metrics-course.ts';
import { requestSamples, stepTimeSamples, timeMetrics } from './own-metrics-load.ts';
import { machineSamples } from './own-metrics-machine.ts';
import {
  cpuSamples,
  drainSamples,
  eventLoopSamples,
  memorySamples,
  notReadySamples,
  startupSamples,
} from './own-metrics-replicas.ts';
import {
  experimentSamples,
  experimentTimeSamples,
  markerSamples,
  runSamples,
  runTimeSamples,
  runVerdictSamples,
} from './own-metrics-run.ts';
import { ownJob, ownMetrics } from './own-metrics.ts';
import type { Labels, OwnFamily } from './own-sample.ts';
import type { RunResult } from './result.ts';

/** ownLabels: what stands on every series of a run; see `runLabels`. */
export function ownLabels({ suite, startedAt }: Pick<RunResult, 'suite' | 'startedAt'>): Labels {
  return { job: ownJob, instance: startedAt, suite, run: startedAt };
}

/** ownSamples: all that a finished run has to say under the names of `ownMetrics`, each at its moment. */
export function ownSamples(result: RunResult): OwnFamily[] {
  const own = ownLabels(result);
  return families(result).map(([metric, samples]) => [
    metric,
    samples.map((sample) => ({ ...sample, labels: { ...own, ...sample.labels } })),
  ]);
}

function families(result: RunResult): OwnFamily[] {
  const [times, experimentTimes] = [runTimeSamples(result), experimentTimeSamples(result)];
  return [
    [ownMetrics.run, runSamples(result)],
    [ownMetrics.runStart, times.start],
    [ownMetrics.runEnd, times.end],
    [ownMetrics.runVerdict, runVerdictSamples(result)],
    [ownMetrics.experiment, experimentSamples(result)],
    [ownMetrics.experimentStart, experimentTimes.start],
    [ownMetrics.experimentEnd, experimentTimes.end],
    [ownMetrics.marker, markerSamples(result)],
    [ownMetrics.requests, requestSamples(result)],
    [ownMetrics.lostRequests, lostSamples(result)],
    [ownMetrics.journeys, journeySamples(result)],
    [ownMetrics.inFlight, inFlightSamples(result)],
    ...timeMetrics.map(([metric, time]): OwnFamily => [metric, timeSamples(result, metric, time)]),
    [ownMetrics.stepTime, stepTimeSamples(result)],
    ...probeSamples(result),
    [ownMetrics.figureSeconds, figureSamples(result, ownMetrics.figureSeconds)],
    [ownMetrics.figureBytes, figureSamples(result, ownMetrics.figureBytes)],
    [ownMetrics.figureRatio, figureSamples(result, ownMetrics.figureRatio)],
    [ownMetrics.figureCount, figureSamples(result, ownMetrics.figureCount)],
    [ownMetrics.verdict, verdictSamples(result)],
  ];
}

/** probeSamples: what was seen of replicas and of the machine, without the labels of the run. */
export function probeSamples(result: MeasuredRun): OwnFamily[] {
  return [
    [ownMetrics.memory, memorySamples(result)],
    [ownMetrics.cpu, cpuSamples(result)],
    [ownMetrics.eventLoop, eventLoopSamples(result)],
    [ownMetrics.machine, machineSamples(result)],
    [ownMetrics.startup, startupSamples(result)],
    [ownMetrics.drain, drainSamples(result)],
    [ownMetrics.notReady, notReadySamples(result)],
  ];
}
