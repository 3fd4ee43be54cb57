import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  ReduceDataOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import type { ThresholdsConfigBuilder, ValueMapping } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { dressed, type PanelSpec } from './panel.ts';
import { noJudgement } from './thresholds.ts';

/** StatSpec: one number, or a few, with their names. */
export interface StatSpec extends PanelSpec {
  readonly thresholds?: ThresholdsConfigBuilder;
  readonly mappings?: readonly ValueMapping[];
  /** named: write the legend beside each number, where there may be several, or `alone` in place of it. */
  readonly named?: true | 'alone';
  readonly decimals?: number;
}

/** stat shows the last value of each series as a number. */
export function stat(spec: StatSpec): PanelBuilder {
  const panel = dressed(new PanelBuilder(), { width: 6, height: 4, ...spec })
    .reduceOptions(new ReduceDataOptionsBuilder().values(false).calcs(['lastNotNull']).fields(''))
    .graphMode(BigValueGraphMode.None)
    .colorMode(BigValueColorMode.Value)
    .textMode(textModes[`${spec.named ?? false}`])
    .thresholds(spec.thresholds ?? noJudgement());
  if (spec.mappings) panel.mappings([...spec.mappings]);
  if (spec.decimals !== undefined) panel.decimals(spec.decimals);
  return panel;
}

const textModes = {
  true: BigValueTextMode.ValueAndName,
  alone: BigValueTextMode.Name,
  false: BigValueTextMode.Value,
} as const;
