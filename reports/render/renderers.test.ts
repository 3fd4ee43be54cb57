import { afterEach, describe, expect, it } from 'vitest';
import {
  abortedResult,
  brokenResult,
  completeResult,
  failedResult,
  fullResult,
  invalidResult,
} from '../testing/fixture-results.ts';
import { renderers } from './renderers.ts';
import { renderSummary } from './terminal/summary.ts';

const results = { completeResult, brokenResult, abortedResult, failedResult, invalidResult, fullResult };
const terminal = {
  name: 'terminal',
  render: (result: Parameters<typeof renderSummary>[0]) =>
    renderSummary(result, { columns: 80, color: true }),
};
const zone = process.env['TZ'];

afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

describe.each([...renderers, terminal])('the renderer $name', ({ render }) => {
  it.each(Object.entries(results))(
    'gives the same bytes for the %s wherever and whenever it runs',
    (_, make) => {
      process.env['TZ'] = 'UTC';
      const first = render(make());
      process.env['TZ'] = 'Pacific/Kiritimati';
      expect(new Date(0).getTimezoneOffset()).not.toBe(0);
      // A result that went through its file and back must look the same, too.
      expect(render(JSON.parse(JSON.stringify(make())) as ReturnType<typeof make>)).toBe(first);
    },
  );

  it('leaves the result as it was', () => {
    const result = completeResult();
    const before = structuredClone(result);
    render(result);
    expect(result).toEqual(before);
  });
});

describe('the renderers', () => {
  it('write files of different names, none of them the result itself', () => {
    const names = renderers.map(({ fileName }) => fileName);
    expect(new Set(names).size).toBe(names.length);
    expect(names.sort()).toEqual(['junit.xml', 'metrics.om', 'report.html', 'report.md']);
  });
});
