import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { hasImage } from '../../load/model/docker-images.ts';
import { docker } from '../../load/model/docker.ts';
import { lacks, lacksDocker } from '../../load/model/needs.fixture.ts';
import { baseImage } from '../../load/subjects/booking-platform/images.ts';
import { startReaper } from '../../load/targets/reaper.ts';
import type { ServerUrl } from '../../load/telemetry/server-url.ts';
import { findGrafanaImage } from './grafana-image.ts';
import { startGrafana } from './grafana-server.ts';
import { inspectGrafana } from './inspect-grafana.ts';

const image = await findGrafanaImage(process.env);

test('an image that is not here is none', async () => {
  expect(await findGrafanaImage({ GRAFANA_IMAGE: 'rehearse/no-such-image' })).toBeUndefined();
});

/** started: a Grafana that is ended with the test. */
async function started(of: string): Promise<ServerUrl> {
  const teardown = new AsyncDisposableStack();
  onTestFinished(() => teardown.disposeAsync());
  const guard = await startReaper();
  teardown.defer(() => guard.close());
  const signal = new AbortController().signal;
  return startGrafana({ image: of, prometheusUrl: 'http://127.0.0.1:1', guard, teardown, signal });
}

describe.skipIf(lacksDocker())('a container in place of Grafana', () => {
  beforeAll(async () => {
    if (!(await hasImage(baseImage))) await docker(['pull', '--quiet', baseImage], { timeoutMs: 100_000 });
  });

  test('that ends by itself is told of, and nothing is left of it', async () => {
    await expect(started(baseImage)).rejects.toThrow('Grafana ended by itself (0).');
  });
});

describe.skipIf(lacks('grafana-image', image !== undefined))('a real Grafana (grafana-image)', () => {
  test('that reaches no Prometheus, and has no such dashboard, is found out', async () => {
    const grafana = await started(image!);
    const none = { uid: 'none', title: 'None', panels: [] } as never;
    const findings = await inspectGrafana(grafana, [none]);
    const problems = Object.fromEntries(findings.map(({ where, problems: all }) => [where, all.join()]));
    expect(problems['its data source']).toContain('connection refused');
    expect(problems['its folder']).toBe('has no None');
    expect(problems['a visitor changes nothing']).toBe('');
    expect(problems['None']).toContain('404');
  });
});
