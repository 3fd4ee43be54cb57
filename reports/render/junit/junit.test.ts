import { describe, expect, it } from 'vitest';
import type { Figure } from '../../../load/model/figure.ts';
import type { RunResult } from '../../../load/model/result.ts';
import {
  abortedResult,
  brokenResult,
  completeResult,
  failedResult,
  fullResult,
  invalidResult,
} from '../../testing/fixture-results.ts';
import { junit } from './junit.ts';

describe('the JUnit report', () => {
  it.each([
    ['complete', completeResult],
    ['broken', brokenResult],
    ['aborted', abortedResult],
    ['failed', failedResult],
    ['invalid', invalidResult],
    ['full', fullResult],
  ])('of a run that is %s reads as agreed', async (name, make) => {
    await expect(junit.render(make())).toMatchFileSnapshot(`golden/${name}.xml.golden`);
  });

  it('has one case for each figure with a budget and one for the run', () => {
    const result = completeResult();
    const budgeted = result.figures.filter((figure) => figure.budget !== undefined);
    expect(junit.render(result).match(/<testcase /g)).toHaveLength(budgeted.length + 1);
  });

  it.each([
    ['pass', 'complete', undefined],
    ['fail', 'complete', 'failure'],
    ['inconclusive', 'complete', 'skipped'],
    ['pass', 'invalid', 'error'],
    ['fail', 'invalid', 'error'],
  ] as const)('shows the verdict %s of a run that is %s as %s', (verdict, state, element) => {
    const found = caseOf(withVerdict(verdict, state), 'memory.rss.idle');
    for (const name of ['failure', 'error', 'skipped'])
      expect(found.includes(`<${name}`)).toBe(name === element);
  });

  it('keeps a broken correctness budget a failure even where the measurement is invalid', () => {
    const result = brokenResult();
    const invalid = { ...result, state: 'invalid' } as RunResult;
    expect(caseOf(invalid, 'shutdown.lost_requests')).toContain('<failure');
  });

  it.each([
    ['aborted', abortedResult],
    ['failed', failedResult],
    ['invalid', invalidResult],
  ])('has an error for the run itself when it is %s', (_, make) => {
    expect(caseOf(make(), 'the run is whole and valid')).toContain('<error');
  });

  it('holds nothing that XML cannot hold', () => {
    const result = structuredClone(failedResult()) as Extract<RunResult, { state: 'failed' }>;
    result.failure.message = 'a \u001b[31mred\u0000 ]]> & <b> "line"';
    result.failure.next = 'x ]]> y';
    const xml = junit.render(result);
    expect(xml).toContain('a [31mred ]]> &amp; &lt;b> &quot;line&quot;');
    expect(xml).not.toContain('x ]]> y');
    // oxlint-disable-next-line no-control-regex -- control characters are what is to be found
    expect(xml).not.toMatch(/[\u0000-\u0008\u001b]/);
  });
});

function withVerdict(verdict: NonNullable<Figure['verdict']>, state: 'complete' | 'invalid'): RunResult {
  const result = structuredClone(completeResult());
  const figure = result.figures.find(({ name }) => name === 'memory.rss.idle');
  if (figure !== undefined) figure.verdict = verdict;
  return { ...result, state };
}

function caseOf(result: RunResult, name: string): string {
  const cases = junit.render(result).split('<testcase ');
  const found = cases.find((text) => text.includes(`name="${name}"`));
  if (found === undefined) throw new Error(`no case ${name}`);
  return found;
}
