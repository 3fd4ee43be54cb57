import { expect, test } from 'vitest';
import { readDashboard } from '../classic-json.ts';
import { provisionedFiles } from '../provisioned.ts';
import { DashboardCheck } from './check-dashboards.ts';
import type { Finding } from './finding.ts';

const run = readDashboard(provisionedFiles().find(({ name }) => name === 'run.json')?.text ?? '');
const panels = { load: 'In flight', run: 'Memory' };

/** checkOf: a check of the dashboard Run whose every question has an answer from a moment on, and the moment that it is. */
function checkOf(answeredFromSeconds: number) {
  const clock = { seconds: 1000 };
  const labels = new Proxy<Record<string, string>>({}, { get: () => 'some' });
  const answer = () =>
    Promise.resolve(
      clock.seconds < answeredFromSeconds ? [] : [{ labels, values: [[clock.seconds, 1] as const] }],
    );
  const check = new DashboardCheck({
    dashboards: [run],
    api: { at: answer, over: answer, labelValues: () => Promise.resolve(['some']) },
    present: new Set(['load', 'run']),
    scrapeSeconds: 5,
    nowSeconds: () => clock.seconds,
    begunAtSeconds: 1000,
    memoryBytes: 1e9,
    rangeSeconds: 60,
    emptySeconds: 30,
  });
  const found = (where: string): Finding | undefined => check.findings().find((one) => one.where === where);
  return { check, clock, found };
}

test('a panel that was empty for longer than it may be is a problem, though it has answered', async () => {
  const { check, clock, found } = checkOf(1041);
  check.began(['load'], 1);
  await check.look();
  expect(found(panels.load)?.problems).toEqual(['no data']);
  clock.seconds = 1041;
  await check.look();
  expect(found(panels.load)).toMatchObject({
    problems: ['was empty for 42 s though there was something to show; 30 s are allowed'],
    afterSeconds: 42,
  });
});

test('its time is counted from when there was something to show: the end of the run', async () => {
  const { check, clock, found } = checkOf(1041);
  check.began(['load']);
  await check.look();
  clock.seconds = 1038;
  check.began(['run']);
  check.began(['run']);
  clock.seconds = 1041;
  await check.look();
  expect(found(panels.run)).toMatchObject({ problems: [], afterSeconds: 3 });
  expect(found(panels.load)).toMatchObject({ afterSeconds: 41 });
});

test('what has an answer before there was anything new was not empty', async () => {
  const { check, found } = checkOf(0);
  await check.look();
  expect(found(panels.load)).toEqual({
    held: 'queries',
    dashboard: 'Run',
    where: panels.load,
    source: 'load',
    problems: [],
  });
});
