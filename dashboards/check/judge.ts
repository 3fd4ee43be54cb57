import { implausible, type Limits } from './plausible.ts';
import type { Series } from './prometheus-api.ts';
import type { Question } from './questions.ts';

/** problemsOf: why an answer is not one that its panel could show; none where it is. */
export function problemsOf(
  { legend, unit }: Pick<Question, 'legend' | 'unit'>,
  answer: readonly Series[],
  limits: Limits,
): readonly string[] {
  const shown = answer.filter(({ values }) => values.some(([, value]) => Number.isFinite(value)));
  if (shown.length === 0) return ['no data'];
  const wanted = [...legend.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, label]) => label ?? '');
  const missing = wanted.filter((label) => shown.some(({ labels }) => labels[label] === undefined));
  const values = shown.flatMap((series) => series.values.map(([, value]) => value).filter(Number.isFinite));
  const wrong = values.map((value) => implausible(value, unit, limits)).find((why) => why !== undefined);
  return [
    ...missing.map((label) => `a series has no label "${label}", which its legend shows`),
    ...(wrong === undefined ? [] : [wrong]),
  ];
}
