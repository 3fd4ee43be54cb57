import { expect, test } from 'vitest';
import { startHarness } from '../testing/harness.ts';

test('a Prometheus that is not there is a line with the next step, and exit code 2', async () => {
  const harness = startHarness(['dashboards', 'check', '--prometheus', 'http://127.0.0.1:1']);
  expect(await harness.ended).toBe(2);
  expect(harness.stderr()).toMatch(/^rehearse: no Prometheus answers at http:\/\/127\.0\.0\.1:1\. .+\n$/);
});

test('without a Prometheus on PATH and without Docker one line says what is missing', async () => {
  const harness = startHarness(['dashboards', 'check'], { PATH: '/nowhere' });
  expect(await harness.ended).toBe(2);
  expect(harness.stderr()).toMatch(/^rehearse: there is no Prometheus: .+docker pull.+\n$/);
});

test('a build of what is built already changes nothing, and says how many there are', async () => {
  const harness = startHarness(['dashboards', 'build']);
  expect(await harness.ended).toBe(0);
  expect(harness.stderr()).toMatch(/^\d+ dashboards in .+dashboards\/provisioned, 0 changed\n$/);
});
