/** Source: what must be there for a query to have an answer. */
export type Source = 'services' | 'harness' | 'browser' | 'postgres-exporter';

const signs: readonly (readonly [Source, RegExp])[] = [
  ['postgres-exporter', /\bpg_/],
  ['browser', /\b(?:web_vitals|faro)_/],
  ['harness', /\brehearse_/],
];

/** sourceOf tells by the names of its metrics what a query rests on. */
export function sourceOf(expr: string): Source {
  return signs.find(([, sign]) => sign.test(expr))?.[0] ?? 'services';
}
