import { type NamedResult, sideBySide } from '../compare/side-by-side.ts';
import { brokenResult, completeResult, fullResult } from './fixture-results.ts';

/** alikeSides: two results of the same suite on the same machine. */
export function alikeSides() {
  return sideBySide([
    { name: '2026-11-03T102030Z-quick', result: completeResult() },
    { name: '2026-11-03T114510Z-quick', result: brokenResult() },
  ]);
}

/** unlikeSides: three results, one of another suite and one of another machine. */
export function unlikeSides() {
  const elsewhere = structuredClone(brokenResult());
  elsewhere.environment.cpuModel = 'Ampere Altra';
  elsewhere.environment.cores = 8;
  const faster = structuredClone(fullResult());
  for (const analysis of faster.analyses) {
    if (analysis.kind === 'rate-sweep') for (const point of analysis.points) point.offeredRps *= 1.1;
  }
  const results: NamedResult[] = [
    { name: 'full', result: fullResult() },
    { name: 'elsewhere', result: elsewhere },
    { name: 'faster', result: faster },
  ];
  return sideBySide(results);
}
