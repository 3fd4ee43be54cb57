import {
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { dressed, type PanelSpec } from './panel.ts';
import { goodUpTo } from './thresholds.ts';

/** TimeSeriesSpec: lines over time. */
export interface TimeSeriesSpec extends PanelSpec {
  /** limit: of the panel's unit; drawn as a dashed line, beyond which it is bad. */
  readonly limit?: number;
  readonly min?: number;
  readonly max?: number;
  readonly stacked?: true;
  /** calcs: what the legend says of each line beside its last value. */
  readonly calcs?: readonly ('lastNotNull' | 'max' | 'min' | 'mean')[];
}

/** timeSeries draws lines over time, with their legend and, where there is a limit, the limit. */
export function timeSeries(spec: TimeSeriesSpec): PanelBuilder {
  const panel = dressed(new PanelBuilder(), spec)
    .legend(legend(spec.calcs ?? ['lastNotNull', 'max']))
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending))
    .lineWidth(1)
    .fillOpacity(spec.stacked ? 40 : 8)
    .showPoints(VisibilityMode.Auto)
    .min(spec.min ?? 0);
  if (spec.max !== undefined) panel.max(spec.max);
  if (spec.stacked) panel.stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'));
  if (spec.limit !== undefined) {
    panel
      .thresholds(goodUpTo(spec.limit))
      .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
  }
  return panel;
}

function legend(calcs: readonly string[]): VizLegendOptionsBuilder {
  return new VizLegendOptionsBuilder()
    .showLegend(true)
    .displayMode(LegendDisplayMode.Table)
    .placement(LegendPlacement.Bottom)
    .calcs([...calcs]);
}
