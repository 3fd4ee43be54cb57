import { observationsOf } from '../../../load/model/observation.ts';
import type { LoadObservation } from '../../../load/model/load-observation.ts';
import type { RunResult } from '../../../load/model/result.ts';
import type { Labels, Sample } from './exposition.ts';
import { unixMsOf } from './moment.ts';

const outcomes = ['scheduled', 'sent', 'ok', 'rejected', 'failed'] as const;

/** requestSamples: the load's timeline as counters, which stand at 0 at its start and count each step at its end. */
export function requestSamples(result: RunResult): Sample[] {
  return loads(result).flatMap(({ labels, load }) =>
    outcomes.flatMap((outcome) => {
      const series = { ...labels, outcome };
      let total = 0;
      const counted = load.timeline.map((point) => {
        total += point[outcome];
        return { labels: series, value: total, unixMs: unixMsOf(result, point.atMs + load.timelineStepMs) };
      });
      const first = load.timeline[0];
      if (first === undefined) return [];
      return [{ labels: series, value: 0, unixMs: unixMsOf(result, first.atMs) }, ...counted];
    }),
  );
}

/** responseTimeSamples: percentiles of each step of the timeline, at its end. */
export function responseTimeSamples(result: RunResult): Sample[] {
  const stats = [
    ['p50', 'p50Ms'],
    ['p90', 'p90Ms'],
    ['max', 'maxMs'],
  ] as const;
  return loads(result).flatMap(({ labels, load }) =>
    stats.flatMap(([stat, field]) =>
      load.timeline.flatMap((point): Sample[] => {
        const found = point[field];
        if (found === null) return [];
        return [
          {
            labels: { ...labels, stat },
            value: found / 1000,
            unixMs: unixMsOf(result, point.atMs + load.timelineStepMs),
          },
        ];
      }),
    ),
  );
}

function loads(result: RunResult): { labels: Labels; load: LoadObservation }[] {
  return result.experiments.flatMap(({ name, observations }) =>
    observationsOf(observations, 'load').map((load) => ({
      labels: { experiment: name, scenario: load.scenario, engine: load.engine },
      load,
    })),
  );
}
