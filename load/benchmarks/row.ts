/** Goal: the limits of a figure. Below is better for a cost, above for a share of a rate. */
export interface Goal {
  readonly better: 'below' | 'above';
  readonly goal: number;
  readonly aim?: number;
}

/** Row: one figure of the benchmark: its value is the median of `values`, one from each round. */
export interface Row {
  readonly what: string;
  readonly unit: '%' | 'ms' | 'MB' | 'KiB';
  readonly values: readonly number[];
  /** goal: none where the figure only explains another. */
  readonly goal?: Goal;
  /** beside: what else there is to know, for a reader. */
  readonly beside: string;
}

/** WatchedRow: a figure, and what else went on while it was measured. */
export interface WatchedRow extends Row {
  /** foreignCores: cores kept busy by programs that are not part of the benchmark, as the median over the seconds. */
  readonly foreignCores: number;
}

export type Verdict = 'aim' | 'pass' | 'MISS' | '';

/** verdictOf holds a value against its goal and its aim. */
export function verdictOf(value: number, limits: Goal | undefined): Verdict {
  if (limits === undefined) return '';
  const reaches = (limit: number | undefined) =>
    limit !== undefined && (limits.better === 'below' ? value <= limit : value >= limit);
  if (reaches(limits.aim)) return 'aim';
  return reaches(limits.goal) ? 'pass' : 'MISS';
}
