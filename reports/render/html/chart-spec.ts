/** ChartColor: a colour of the page's palette, by the name of its CSS variable without the dashes. */
export type ChartColor = 's1' | 's2' | 's3' | 's4' | 's5' | 's6' | 'good' | 'bad' | 'muted' | 'ink';

/** ChartSeries: one line of a chart; null where nothing is known. */
export interface ChartSeries {
  readonly label: string;
  readonly color: ChartColor;
  readonly style: 'line' | 'step' | 'area' | 'bars';
  readonly dashed?: boolean;
  readonly values: readonly (number | null)[];
}

/** ChartMarker: something that happened, drawn as a vertical line at x. */
export interface ChartMarker {
  readonly x: number;
  readonly label: string;
  readonly color: ChartColor;
  readonly dashed: boolean;
}

/** ChartBand: a stretch of the x axis, shaded and named. */
export interface ChartBand {
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly shaded: boolean;
}

/**
 * ChartSpec: all that the page's script needs to draw one chart, as JSON beside the place where it goes. On the x axis
 * `clock` is seconds since the run began; `nines` is −log10(1 − q), where each whole number is one more nine.
 */
export interface ChartSpec {
  readonly x: readonly number[];
  readonly xAxis: 'clock' | 'nines';
  readonly xRange: readonly [number, number];
  readonly yScale: 'linear' | 'log';
  readonly yUnit: string;
  readonly heightPx: number;
  readonly series: readonly ChartSeries[];
  readonly markers: readonly ChartMarker[];
  readonly bands: readonly ChartBand[];
  /** sync: charts of one name share their cursor. */
  readonly sync?: string;
}
