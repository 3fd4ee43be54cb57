import type { Observation } from '../../model/observation.ts';
import { abortable } from '../../targets/abortable.ts';
import { memoryProbe } from '../../probes/memory.ts';
import { runtimeProbe } from '../../probes/runtime.ts';
import { startServerSide } from '../../probes/server-side.ts';
import type { SteadyLoadSpec } from '../../suites/experiments/steady-load.ts';
import { pause } from '../pause.ts';
import type { Recording } from '../recording.ts';
import type { Run } from '../run.ts';
import { oneOfEach } from '../seeded-system.ts';
import { prepareVisits } from './browser-visits.ts';
import { accountOf, startLoad } from './load-under-way.ts';
import { startSystem } from './started-system.ts';

/** steadyLoad keeps a constant rate on one replica of each service, and watches memory before, during and after it. */
export async function steadyLoad(spec: SteadyLoadSpec, run: Run, recording: Recording): Promise<string> {
  await using teardown = new AsyncDisposableStack();
  const system = await startSystem(run, spec.name, { replicas: oneOfEach(run.subject) }, recording, teardown);
  const { entryUrl } = system.target;
  const tell = (part: Observation): void => recording.glimpse(part);
  const memory = memoryProbe.start(() => system.target.replicas(), run.clock, tell);
  teardown.defer(async () => recording.add(await memory.finish()));
  const runtime = runtimeProbe.start(() => system.target.replicas(), run.clock, tell);
  teardown.defer(async () => recording.add(await runtime.finish()));

  run.progress.tell('idle');
  await memory.during('idle', () => pause(spec.idleMs, run.interrupted));
  const visits = await prepareVisits(run, entryUrl, recording, teardown);
  // The services count what a browser asks for as well: their side cannot be held against the load's then.
  const server =
    visits === undefined ? await startServerSide(system.target.replicas(), entryUrl, run.clock) : undefined;
  const load = await startLoad(run, entryUrl, spec, recording, teardown);
  recording.mark({ kind: 'phase', label: 'warm-up' });
  await abortable(load.measuring(), run.interrupted);
  visits?.begin();
  await server?.measuredFromNow();
  const { observation, journal } = await memory.during('under_load', () =>
    abortable(load.finished(), run.interrupted),
  );
  const toldInBrowser = await abortable(Promise.resolve(visits?.finish()), run.interrupted);
  recording.mark({ kind: 'phase', label: 'measuring', atMs: observation.measuredFromMs });
  if (server !== undefined) recording.add(await server.finish());
  for (const reason of observation.invalidReasons) recording.invalidate(reason);
  recording.mark({ kind: 'phase', label: 'quiet again' });
  run.progress.tell('quiet again');
  await pause(1000, run.interrupted);
  await memory.during('after_load', () => pause(spec.afterMs - 1000, run.interrupted));

  run.progress.tell('reconciling bookings');
  recording.add(await run.subject.reconcile(system.databases, accountOf(journal, toldInBrowser)));
  const { p50, p99 } = observation.measured.responseTimeMs;
  return `p50 ${p50?.toFixed(1) ?? '–'} ms, p99 ${p99?.toFixed(1) ?? '–'} ms at ${observation.measured.achievedRps.toFixed(0)} requests/s`;
}
