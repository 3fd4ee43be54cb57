/** ChartColor: a colour of the page's palette, by the name of its CSS variable without the dashes. */
export type ChartColor = 's1' | 's2' | 's3' | 's4' | 's5' | 's6' | 'good' | 'bad' | 'muted' | 'ink';

/** ChartSeries: one line of a chart; null where nothing is known. */
export interface ChartSeries {
  readonly label: string;
  readonly color: ChartColor;
  readonly style: 'line' | 'step' | 'area' | 'bars' | 'points';
  readonly dashed?: boolean;
  /** broken: a null is a gap in the line; otherwise the line goes on to the next value. */
  readonly broken?: boolean;
  /** hollow points, for values that are doubted. */
  readonly hollow?: boolean;
  readonly values: readonly (number | null)[];
  /** spread of each value, drawn as a whisker. */
  readonly spread?: readonly ({ readonly low: number; readonly high: number } | null)[];
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

/** ChartLevel: a value of the y axis that others are held against, drawn across the whole chart. */
export interface ChartLevel {
  readonly y: number;
  readonly label: string;
  readonly color: ChartColor;
}

/** ChartAxis: what the x axis is and how its places are written. */
export interface ChartAxis {
  /** name of the axis, below it and before the place of the cursor. */
  readonly name: string;
  /** text: `clock` is seconds since the run began; `nines` is −log10(1 − q), where each whole number is one more nine. */
  readonly text: 'clock' | 'nines' | 'number';
  readonly scale: 'linear' | 'log';
  readonly range: readonly [number, number];
  /** places that may bear a text, the weightier first, as many as have room; absent: round ones. */
  readonly places?: readonly number[];
}

/** ChartSpec: all that the page's script needs to draw one chart, as JSON beside the place where it goes. */
export interface ChartSpec {
  readonly x: readonly number[];
  readonly xAxis: ChartAxis;
  /** yScale: `linear` begins at 0, `around` fits the values closely. */
  readonly yScale: 'linear' | 'around' | 'log';
  readonly yUnit: string;
  readonly heightPx: number;
  readonly series: readonly ChartSeries[];
  readonly markers: readonly ChartMarker[];
  readonly bands: readonly ChartBand[];
  readonly levels?: readonly ChartLevel[];
  /** sync: charts of one name share their cursor. */
  readonly sync?: string;
}
