import { AnnotationQueryBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { datasource } from './datasource.ts';

/** Marker: moments that a metric holds as Unix time in seconds. */
export interface Marker {
  readonly name: string;
  readonly expr: string;
  readonly title: string;
  readonly text: string;
  readonly tags: readonly string[];
  readonly color: string;
}

/**
 * markerOf draws a vertical line at each moment; the value is the time, so that neither a token nor Grafana's own
 * database is needed, and markers outlive both. Grafana wants milliseconds.
 */
export function markerOf({ name, expr, title, text, tags, color }: Marker): AnnotationQueryBuilder {
  return new AnnotationQueryBuilder()
    .name(name)
    .datasource(datasource)
    .enable(true)
    .hide(false)
    .iconColor(color)
    .expr(`${expr} * 1000`)
    .step('5s')
    .useValueForTime(true)
    .titleFormat(title)
    .textFormat(text)
    .tagKeys(tags.join(','));
}
