import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { RunResult } from '../../../load/model/result.ts';
import {
  abortedResult,
  brokenResult,
  completeResult,
  failedResult,
  fullResult,
  invalidResult,
} from '../../testing/fixture-results.ts';
import { renderSummary } from './summary.ts';

const results = {
  complete: completeResult(),
  broken: brokenResult(),
  aborted: abortedResult(),
  failed: failedResult(),
  invalid: invalidResult(),
  full: fullResult(),
};
type Name = keyof typeof results;
const names = Object.keys(results) as Name[];

describe('the summary in a terminal', () => {
  it.each(names.flatMap((name) => [80, 60, 110].map((columns) => ({ name, columns }))))(
    'of a run that is $name, at $columns columns, reads as agreed',
    async ({ name, columns }) => {
      const text = renderSummary(results[name], { columns, color: false });
      await expect(text).toMatchFileSnapshot(`golden/${name}-${columns}.txt`);
    },
  );

  it.each(names)('of a run that is %s fits one screen of 24 lines and 80 columns', (name) => {
    const lines = linesOf(renderSummary(results[name], { columns: 80, color: true }));
    expect(lines.length).toBeLessThanOrEqual(24);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it.each([52, 60, 72, 80, 100, 200])('is never wider than a terminal of %d columns', (columns) => {
    for (const name of names) {
      const lines = linesOf(renderSummary(results[name], { columns, color: true }));
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
    }
  });

  it('says the same with colours and without', () => {
    const plain = renderSummary(results.broken, { columns: 80, color: false });
    const coloured = renderSummary(results.broken, { columns: 80, color: true });
    expect(stripVTControlCharacters(coloured)).toBe(plain);
    expect(coloured).not.toBe(plain);
  });

  it('counts warnings that do not fit instead of pushing the figures off the screen', () => {
    const warnings = Array.from({ length: 9 }, (_, i) => ({
      code: 'w',
      message: `Warning number ${i + 1}.`,
    }));
    const many = { ...results.complete, warnings } as RunResult;
    const lines = linesOf(renderSummary(many, { columns: 80, color: false }));
    expect(lines.length).toBeLessThanOrEqual(24);
    expect(lines.at(-1)).toMatch(/^! \d more warnings in the report$/);
  });

  it('says so when there is no figure at all', () => {
    const none = { ...results.failed, figures: [] } as RunResult;
    expect(renderSummary(none, { columns: 80, color: false })).toMatch(/Nothing\s+was measured\./);
  });
});

function linesOf(text: string): string[] {
  return stripVTControlCharacters(text).trimEnd().split('\n');
}
