import type { Figure } from './figure.ts';
import type { RunResult } from './result.ts';
import type { OwnSample } from './own-sample.ts';
import { type OwnMetric, ownMetrics } from './own-metrics.ts';
import { unixMsOf } from './moment.ts';

/** figureSamples: the figures whose unit belongs to a family, at the end of the run. */
export function figureSamples(result: RunResult, family: OwnMetric): OwnSample[] {
  const unixMs = unixMsOf(result, result.durationMs);
  return result.figures
    .filter((figure) => familyOf(figure.unit) === family)
    .flatMap((figure) => {
      const { name, group, unit, value, interval, budget } = figure;
      const stats = { value, low: interval?.low, high: interval?.high, budget: budget?.limit };
      return Object.entries(stats).flatMap(([stat, found]): OwnSample[] => {
        if (found === null || found === undefined) return [];
        const labels = {
          figure: name,
          group,
          unit: family === ownMetrics.figureCount ? unit : undefined,
          stat,
        };
        return [{ labels, value: family === ownMetrics.figureSeconds ? found / 1000 : found, unixMs }];
      });
    });
}

/** verdictSamples: the verdict of each figure that has one. */
export function verdictSamples(result: RunResult): OwnSample[] {
  const unixMs = unixMsOf(result, result.durationMs);
  return result.figures.flatMap(({ name, group, verdict }): OwnSample[] =>
    verdict === undefined ? [] : [{ labels: { figure: name, group, verdict }, value: 1, unixMs }],
  );
}

function familyOf(unit: Figure['unit']): OwnMetric {
  switch (unit) {
    case 'ms':
      return ownMetrics.figureSeconds;
    case 'bytes':
      return ownMetrics.figureBytes;
    case 'ratio':
      return ownMetrics.figureRatio;
    default:
      return ownMetrics.figureCount;
  }
}
