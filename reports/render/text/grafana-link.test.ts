import { expect, test } from 'vitest';
import { html } from '../html/html.ts';
import { completeResult } from '../../testing/fixture-results.ts';
import { markdown } from '../markdown/markdown.ts';
import { grafanaLink } from './grafana-link.ts';

const run = { startedAt: '2026-11-03T10:20:30.000Z', durationMs: 60_000 };

test('a Grafana that is named is linked to, at the run and its time', () => {
  const link = grafanaLink({ ...run, settings: { grafana: 'http://127.0.0.1:3000' } });
  expect(link).toBe(
    'http://127.0.0.1:3000/d/rehearse-run?var-run=2026-11-03T10%3A20%3A30.000Z&from=1793701220000&to=1793701300000',
  );
});

test.each([[undefined], ['javascript:alert(1)']])('nothing is linked to for %s', (grafana) => {
  expect(grafanaLink({ ...run, settings: grafana === undefined ? {} : { grafana } })).toBeUndefined();
});

test('both reports have the link where there is one, and only there', () => {
  const result = completeResult();
  const linked = { ...result, settings: { ...result.settings, grafana: 'http://127.0.0.1:3000' } };
  for (const { render } of [html, markdown]) {
    expect(render(linked)).toMatch(/http:\/\/127\.0\.0\.1:3000\/d\/rehearse-run\?/);
    expect(render(result)).not.toContain('rehearse-run');
  }
});
