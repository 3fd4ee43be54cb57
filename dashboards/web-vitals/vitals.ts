import type { MetricDefinition } from '../../reference-services/kit/metrics.ts';
import type { Row } from '../parts/board.ts';
import type { PanelBuilder, Unit } from '../parts/panel.ts';
import { timeSeries } from '../parts/time-series.ts';
import { metrics, quantile } from '../promql/services.ts';

// Of 75 of 100 visits, as web.dev/articles/vitals judges pages; `good` is its limit.
function vital(
  title: string,
  metric: MetricDefinition,
  unit: Unit,
  good: number,
  about: string,
): PanelBuilder {
  return timeSeries({
    title,
    description: `${about} Of 75 of 100 visits, by page; good up to ${good}${unit === 's' ? ' s' : ''}.`,
    unit,
    limit: good,
    queries: [{ expr: quantile(0.75, metric, ['page'], 'page=~"$page"'), legend: '{{page}}' }],
  });
}

/** vitals: the three by which pages are judged, and two that explain the first. */
export const vitals: Row = {
  title: 'Web vitals',
  panels: [
    vital(
      'Largest contentful paint p75',
      metrics.webVitalsLcp,
      's',
      2.5,
      'From the start of a visit until the largest text or picture is there.',
    ),
    vital(
      'Interaction to next paint p75',
      metrics.webVitalsInp,
      's',
      0.2,
      'The longest time in a visit from a click or key to what it changes on the screen.',
    ),
    vital(
      'Cumulative layout shift p75',
      metrics.webVitalsCls,
      'short',
      0.1,
      'How much of the page moved by itself during a visit.',
    ),
    vital(
      'First contentful paint p75',
      metrics.webVitalsFcp,
      's',
      1.8,
      'From the start of a visit until anything is there.',
    ),
    vital(
      'Time to first byte p75',
      metrics.webVitalsTtfb,
      's',
      0.8,
      'From the start of a visit to the first byte of the page.',
    ),
  ],
};
