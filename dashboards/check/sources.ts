/**
 * Source: what must be there for a query to have an answer. A load is pushed while it goes on, and so is what a run sees
 * of replicas: those that it watches, starts that it measures, changes that it makes. A run is there with its end.
 */
export type Source =
  | 'services'
  | 'load'
  | 'watched'
  | 'starts'
  | 'changes'
  | 'run'
  | 'browser'
  | 'postgres-exporter';

const signs: readonly (readonly [Source, RegExp])[] = [
  ['postgres-exporter', /\bpg_/],
  ['browser', /\b(?:web_vitals|faro)_/],
  ['watched', /\brehearse_replica_(?:memory|cpu|event_loop)/],
  ['starts', /\brehearse_replica_startup/],
  ['changes', /\brehearse_replica_|\bkind=(?:"scale"|~"replica)/],
  ['run', /\brehearse_(?:figure|run_end)/],
  ['load', /\brehearse_/],
];

/** sourceOf tells by the names of its metrics what a query rests on. */
export function sourceOf(expr: string): Source {
  return signs.find(([, sign]) => sign.test(expr))?.[0] ?? 'services';
}
