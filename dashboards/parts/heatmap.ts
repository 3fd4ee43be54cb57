import {
  HeatmapColorMode,
  HeatmapColorOptionsBuilder,
  HeatmapTooltipBuilder,
  PanelBuilder,
  YAxisConfigBuilder,
} from '@grafana/grafana-foundation-sdk/heatmap';
import { TooltipDisplayMode } from '@grafana/grafana-foundation-sdk/common';
import { dressed, type PanelSpec } from './panel.ts';

/** heatmap shows how many values fell into each bucket of a histogram over time; its queries are `buckets`. */
export function heatmap(spec: PanelSpec): PanelBuilder {
  return dressed(new PanelBuilder(), spec)
    .calculate(false)
    .yAxis(new YAxisConfigBuilder().unit(spec.unit))
    .color(
      new HeatmapColorOptionsBuilder()
        .mode(HeatmapColorMode.Scheme)
        .scheme('Oranges')
        .fill('dark-orange')
        .exponent(0.5)
        .steps(64),
    )
    .tooltip(new HeatmapTooltipBuilder().mode(TooltipDisplayMode.Single).yHistogram(true))
    .showLegend();
}
