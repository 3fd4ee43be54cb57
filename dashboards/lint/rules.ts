import type { Rule } from './rule.ts';
import { counters } from './rules/counters.ts';
import { datasource } from './rules/datasource.ts';
import { emptyText } from './rules/empty-text.ts';
import { freshVariables } from './rules/fresh-variables.ts';
import { grid } from './rules/grid.ts';
import { jobAndInstance } from './rules/job-and-instance.ts';
import { knownMetrics } from './rules/known-metrics.ts';
import { legendShown } from './rules/legend-shown.ts';
import { mergedPercentiles } from './rules/merged-percentiles.ts';
import { notEditable } from './rules/not-editable.ts';
import { panelHasQueries } from './rules/panel-queries.ts';
import { panelTexts } from './rules/panel-texts.ts';
import { rateInterval } from './rules/rate-interval.ts';
import { unitOfMetric } from './rules/unit-of-metric.ts';
import { validPromql } from './rules/valid-promql.ts';

/** rules: those of Grafana's dashboard-linter, and some of our own. */
export const rules: readonly Rule[] = [
  datasource,
  jobAndInstance,
  freshVariables,
  panelTexts,
  emptyText,
  panelHasQueries,
  legendShown,
  validPromql,
  knownMetrics,
  rateInterval,
  counters,
  mergedPercentiles,
  unitOfMetric,
  notEditable,
  grid,
];
