import { drawnPanels, type ClassicDashboard } from '../classic-json.ts';
import { sourceOf, type Source } from './sources.ts';

/** Question: one query of a dashboard, as Grafana sends it once its variables are filled in. */
export interface Question {
  readonly dashboard: ClassicDashboard;
  readonly kind: 'panel' | 'annotation';
  /** where: the panel's or annotation's title. */
  readonly where: string;
  readonly expr: string;
  /** legend: whose `{{labels}}` every series must have. */
  readonly legend: string;
  readonly unit: string;
  /** instant: asked for the present values alone. */
  readonly instant: boolean;
  readonly source: Source;
}

/** questionsOf: every query of every panel and annotation of a dashboard. */
export function questionsOf(dashboard: ClassicDashboard): readonly Question[] {
  const panels = drawnPanels(dashboard).flatMap(({ title, type, targets = [], fieldConfig }) =>
    targets.map(({ expr, legendFormat, instant }) => ({
      dashboard,
      kind: 'panel' as const,
      where: title,
      expr,
      legend: legendFormat,
      // The values of a heatmap are rates; its unit is that of the axis.
      unit: type === 'heatmap' ? 'cps' : (fieldConfig?.defaults.unit ?? ''),
      instant: instant === true,
      source: sourceOf(expr),
    })),
  );
  const annotations = dashboard.annotations.list.map(({ name, expr, titleFormat }) => ({
    dashboard,
    kind: 'annotation' as const,
    where: name,
    expr,
    legend: titleFormat,
    unit: 'dateTimeAsIso',
    instant: false,
    source: sourceOf(expr),
  }));
  return [...panels, ...annotations];
}
