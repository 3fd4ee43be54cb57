import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  abortedResult,
  brokenResult,
  completeResult,
  failedResult,
  fullResult,
  invalidResult,
} from '../../testing/fixture-results.ts';
import { needed } from '../../testing/needs.ts';
import { shortened } from '../../testing/shortened.ts';
import { exposition } from './exposition.ts';
import { ownMetrics } from '../../../load/model/own-metrics.ts';
import { openmetrics } from './openmetrics.ts';

const results = { completeResult, brokenResult, abortedResult, failedResult, invalidResult, fullResult };

describe('metrics.om', () => {
  it.each([
    ['complete', completeResult],
    ['full', fullResult],
  ])('of a run that is %s reads as agreed', async (name, make) => {
    const text = openmetrics.render(shortened(make()));
    await expect(fewerBuckets(text)).toMatchFileSnapshot(`golden/${name}.om.golden`);
  });

  it.each(Object.entries(results))('is well formed for the %s', (_, make) => {
    const text = openmetrics.render(make());
    expect(text.endsWith('\n# EOF\n')).toBe(true);
    const lines = text.trimEnd().split('\n').slice(0, -1);
    const sample = /^[a-z_]+(\{[a-z_]+="[^"\n]*"(,[a-z_]+="[^"\n]*")*\})? -?[\d.e+-]+ \d{10}\.\d{3}$/;
    for (const line of lines.filter((text_) => !text_.startsWith('# '))) expect(line).toMatch(sample);
    const families = lines.filter((line) => line.startsWith('# TYPE ')).map((line) => line.split(' ')[2]);
    expect(new Set(families).size).toBe(families.length);
  });

  it('puts a second of load at its end, as a counter that starts at 0', () => {
    const text = openmetrics.render(completeResult());
    const ok = text
      .split('\n')
      .filter((line) => /load_requests_total.*steady-load.*phase="warm-up",outcome="ok"/.test(line));
    // The steady load starts 14 s after 10:20:30 UTC.
    expect(ok[0]).toMatch(/ 0 1793701244\.000$/);
    expect(ok[1]).toMatch(/ \d\d\d 1793701245\.000$/);
    const counts = ok.map((line) => Number(line.split(' ').at(-2)));
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
  });

  it('writes times in seconds and memory in bytes', () => {
    const text = openmetrics.render(completeResult());
    expect(text).toMatch(
      /rehearse_figure_seconds\{[^}]*"startup.spawn_to_ready.p50"[^}]*stat="value"\} 0\.1973 /,
    );
    expect(text).toMatch(/rehearse_figure_bytes\{[^}]*"memory.rss.idle"[^}]*stat="budget"\} 157286400 /);
  });

  it('ends the name of each family that has a unit with it', () => {
    for (const family of Object.values(ownMetrics)) {
      const ending = 'unit' in family ? `_${family.unit}` : '';
      expect(family.name).toMatch(new RegExp(`^rehearse_[a-z_]+${ending}$`));
    }
  });

  const promtool = needed('promtool');
  it.skipIf(promtool.skip).each(Object.entries(results))(
    'is taken by promtool for the %s (needs promtool on PATH)',
    async (_, make) => {
      const directory = await mkdtemp(path.join(tmpdir(), 'rehearse-om-'));
      try {
        const file = path.join(directory, 'metrics.om');
        await writeFile(file, openmetrics.render(make()));
        const blocks = ['tsdb', 'create-blocks-from', 'openmetrics', file, path.join(directory, 'blocks')];
        const { stdout } = await promisify(execFile)(promtool.file ?? 'promtool', blocks);
        expect(stdout).toMatch(/NUM SERIES/);
      } finally {
        await rm(directory, { recursive: true, force: true });
      }
    },
  );
});

/** fewerBuckets keeps two bounds of each histogram, so that a golden file stays readable. */
function fewerBuckets(text: string): string {
  return text.replaceAll(/^.*_bucket\{.*le="(?!0\.005"|\+Inf").*\n/gm, '');
}

const at = (label: string, unixMs: number, value: number) => ({ labels: { label }, unixMs, value });

describe('an exposition', () => {
  const family = {
    name: 'a_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'A "b" \\ \n c.',
    labels: ['label'],
  } as const;

  it('escapes what is not plain in help and labels', () => {
    const labels = { label: 'x "y" \\ \n z', left: undefined };
    const text = exposition([[family, [{ labels, value: 1, unixMs: 1000 }]]]);
    expect(text).toContain(String.raw`# HELP a_seconds A \"b\" \\ \n c.`);
    expect(text).toContain(String.raw`a_seconds{label="x \"y\" \\ \n z"} 1 1.000`);
  });

  it('keeps each series in one piece with rising times and one value per millisecond', () => {
    const samples = [at('a', 2000, 1), at('b', 1000, 2), at('a', 1000, 3), at('a', 1000.2, 4)];
    expect(
      exposition([[family, samples]])
        .split('\n')
        .slice(3),
    ).toEqual([
      'a_seconds{label="a"} 4 1.000',
      'a_seconds{label="a"} 1 2.000',
      'a_seconds{label="b"} 2 1.000',
      '# EOF',
      '',
    ]);
  });

  it('leaves out families without samples', () => {
    expect(exposition([[family, []]])).toBe('# EOF\n');
  });
});
