/** Source: what must be there for a query to have an answer. A load is pushed while it goes on, a run with its end. */
export type Source = 'services' | 'load' | 'run' | 'browser' | 'postgres-exporter';

const signs: readonly (readonly [Source, RegExp])[] = [
  ['postgres-exporter', /\bpg_/],
  ['browser', /\b(?:web_vitals|faro)_/],
  // A load that is no run has neither replicas of its own nor figures.
  ['run', /\brehearse_(?:replica|figure|run_end)|\bkind=(?:"scale"|~"replica)/],
  ['load', /\brehearse_/],
];

/** sourceOf tells by the names of its metrics what a query rests on. */
export function sourceOf(expr: string): Source {
  return signs.find(([, sign]) => sign.test(expr))?.[0] ?? 'services';
}
