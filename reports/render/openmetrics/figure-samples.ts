import type { Figure } from '../../../load/model/figure.ts';
import type { RunResult } from '../../../load/model/result.ts';
import type { Sample } from './exposition.ts';
import { type MetricFamily, metricTable } from './metric-table.ts';
import { unixMsOf } from './moment.ts';

/** figureSamples: the figures whose unit belongs to a family, at the end of the run. */
export function figureSamples(result: RunResult, family: MetricFamily): Sample[] {
  const unixMs = unixMsOf(result, result.durationMs);
  return result.figures
    .filter((figure) => familyOf(figure.unit) === family)
    .flatMap((figure) => {
      const { name, group, unit, value, interval, budget } = figure;
      const stats = { value, low: interval?.low, high: interval?.high, budget: budget?.limit };
      return Object.entries(stats).flatMap(([stat, found]): Sample[] => {
        if (found === null || found === undefined) return [];
        const labels = {
          figure: name,
          group,
          unit: family === metricTable.figureCount ? unit : undefined,
          stat,
        };
        return [{ labels, value: family === metricTable.figureSeconds ? found / 1000 : found, unixMs }];
      });
    });
}

/** verdictSamples: the verdict of each figure that has one. */
export function verdictSamples(result: RunResult): Sample[] {
  const unixMs = unixMsOf(result, result.durationMs);
  return result.figures.flatMap(({ name, group, verdict }): Sample[] =>
    verdict === undefined ? [] : [{ labels: { figure: name, group, verdict }, value: 1, unixMs }],
  );
}

function familyOf(unit: Figure['unit']): MetricFamily {
  switch (unit) {
    case 'ms':
      return metricTable.figureSeconds;
    case 'bytes':
      return metricTable.figureBytes;
    case 'ratio':
      return metricTable.figureRatio;
    default:
      return metricTable.figureCount;
  }
}
