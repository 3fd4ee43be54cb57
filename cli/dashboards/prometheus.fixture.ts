import { expect } from 'vitest';
import { rulesDirectory } from '../../dashboards/places.ts';
import { lacks } from '../../load/model/needs.fixture.ts';
import { startReaper } from '../../load/targets/reaper.ts';
import { otlpRequest } from '../../load/telemetry/otlp-request.ts';
import type { Series } from '../../load/telemetry/point.ts';
import { post } from '../../load/telemetry/post.ts';
import { findPrometheus } from './prometheus-program.ts';
import { startPrometheus } from './prometheus-server.ts';

const program = await findPrometheus().catch(() => undefined);

/** lacksPrometheus: whether this machine has neither the program nor Docker with its image. */
export const lacksPrometheus = lacks('docker', program !== undefined);

/** realPrometheus starts an empty server with our rules, and gives its URL and what ends it. */
export async function realPrometheus(): Promise<{ readonly url: string; readonly end: () => Promise<void> }> {
  const teardown = new AsyncDisposableStack();
  const guard = await startReaper();
  teardown.defer(() => guard.close());
  const order = { guard, teardown, signal: new AbortController().signal };
  const { url } = await startPrometheus(program!, rulesDirectory, order);
  return { url, end: () => teardown.disposeAsync() };
}

/** pushSeries gives a server series of a run, as the harness pushes them. */
export async function pushSeries(base: string, run: string, series: readonly Series[]): Promise<void> {
  const body = otlpRequest({ job: 'rehearse', instance: run }, series);
  expect(await post({ base, login: undefined }, body, 5000)).toEqual({ arrived: true });
}
