import { describe, expect, it } from 'vitest';
import {
  abortedResult,
  brokenResult,
  completeResult,
  failedResult,
  fullResult,
  invalidResult,
} from '../../testing/fixture-results.ts';
import { markdown } from './markdown.ts';

describe('the Markdown report', () => {
  it.each([
    ['complete', completeResult],
    ['broken', brokenResult],
    ['aborted', abortedResult],
    ['failed', failedResult],
    ['invalid', invalidResult],
    ['full', fullResult],
  ])('of a run that is %s reads as agreed', async (name, make) => {
    await expect(markdown.render(make())).toMatchFileSnapshot(`golden/${name}.md.golden`);
  });

  it('is the same bytes when rendered again', () => {
    expect(markdown.render(completeResult())).toBe(markdown.render(completeResult()));
  });

  it('keeps every row of a table at the width of its heading, whatever a title holds', () => {
    const result = structuredClone(completeResult());
    const figure = result.figures[0];
    if (figure === undefined) throw new Error('the fixture has figures');
    figure.title = 'a | b\n| c <script> [x](y) `z`';
    const row = markdown
      .render(result)
      .split('\n')
      .find((line) => line.includes('script'));
    expect(row?.match(/(?<!\\)\|/g)).toHaveLength(8);
    expect(row).toContain(String.raw`a \| b \| c &lt;script> \[x\](y) \`z\``);
  });
});
