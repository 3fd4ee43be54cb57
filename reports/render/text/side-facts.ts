import type { NamedResult } from '../../compare/side-by-side.ts';
import type { Difference } from './differences.ts';
import { formatDuration, formatMoment } from './duration.ts';
import { outcomeOf } from './outcome.ts';
import { machineText, revisionText } from './run-facts.ts';

/** sideFacts: what each of several results is. */
export function sideFacts(results: readonly NamedResult[]): Difference[] {
  const facts: readonly (readonly [string, (one: NamedResult) => string])[] = [
    ['Suite', ({ result }) => result.suite],
    ['Outcome', ({ result }) => outcomeOf(result).sentence],
    ['Started', ({ result }) => formatMoment(result.startedAt)],
    ['Took', ({ result }) => formatDuration(result.durationMs)],
    ['Revision', ({ result }) => revisionText(result) || '–'],
    ['Machine', ({ result }) => machineText(result)],
  ];
  return facts.map(([name, of]) => ({ name, values: results.map(of) }));
}
