import type { RunResult } from '../../../load/model/result.ts';
import type { Renderer } from '../renderer.ts';
import { exposition, type Sample } from './exposition.ts';
import { figureSamples, verdictSamples } from './figure-samples.ts';
import { requestSamples, responseTimeSamples } from './load-samples.ts';
import { machineSamples } from './machine-samples.ts';
import { metricTable } from './metric-table.ts';
import {
  cpuSamples,
  drainSamples,
  eventLoopSamples,
  memorySamples,
  notReadySamples,
  startupSamples,
} from './replica-samples.ts';
import { experimentSamples, markerSamples, runSamples, runTimeSamples } from './run-samples.ts';

/**
 * openmetrics: the run on Prometheus' time axis, for `promtool tsdb create-blocks-from openmetrics`. The names are in
 * metric-table.ts.
 */
export const openmetrics: Renderer = { name: 'openmetrics', fileName: 'metrics.om', render };

function render(result: RunResult): string {
  const own = { suite: result.suite, run: result.startedAt };
  const labelled = (samples: readonly Sample[]) =>
    samples.map((sample) => ({ ...sample, labels: { ...own, ...sample.labels } }));
  const times = runTimeSamples(result);
  return exposition([
    [metricTable.run, labelled(runSamples(result))],
    [metricTable.runStart, labelled(times.start)],
    [metricTable.runEnd, labelled(times.end)],
    [metricTable.experiment, labelled(experimentSamples(result))],
    [metricTable.marker, labelled(markerSamples(result))],
    [metricTable.requests, labelled(requestSamples(result))],
    [metricTable.responseTime, labelled(responseTimeSamples(result))],
    [metricTable.memory, labelled(memorySamples(result))],
    [metricTable.cpu, labelled(cpuSamples(result))],
    [metricTable.eventLoop, labelled(eventLoopSamples(result))],
    [metricTable.machine, labelled(machineSamples(result))],
    [metricTable.startup, labelled(startupSamples(result))],
    [metricTable.drain, labelled(drainSamples(result))],
    [metricTable.notReady, labelled(notReadySamples(result))],
    [metricTable.figureSeconds, labelled(figureSamples(result, metricTable.figureSeconds))],
    [metricTable.figureBytes, labelled(figureSamples(result, metricTable.figureBytes))],
    [metricTable.figureRatio, labelled(figureSamples(result, metricTable.figureRatio))],
    [metricTable.figureCount, labelled(figureSamples(result, metricTable.figureCount))],
    [metricTable.verdict, labelled(verdictSamples(result))],
  ]);
}
