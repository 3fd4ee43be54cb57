import type { CeilingSpec } from '../../suites/experiments/ceiling.ts';
import type { Recording } from '../recording.ts';
import type { Run } from '../run.ts';
import { oneOfEach } from '../seeded-system.ts';
import { accountOf, startLoad } from './load-under-way.ts';
import { startSystem } from './started-system.ts';

/** ceiling puts ever more connections on one system, each of which asks again as soon as it is answered. */
export async function ceiling(spec: CeilingSpec, run: Run, recording: Recording): Promise<string> {
  await using teardown = new AsyncDisposableStack();
  const system = await startSystem(run, spec.name, { replicas: oneOfEach(run.subject) }, recording, teardown);
  let highest = 0;
  for (const connections of spec.connections) {
    const rps = await throughputOf({ ...spec, connections }, run, system.target.entryUrl, recording);
    highest = Math.max(highest, rps);
  }
  run.progress.tell('reconciling bookings');
  recording.add(await run.subject.reconcile(system.databases, accountOf([])));
  return `at most ${highest.toFixed(0)} requests/s`;
}

async function throughputOf(
  load: { readonly connections: number; readonly warmUpMs: number; readonly durationMs: number },
  run: Run,
  entryUrl: string,
  recording: Recording,
): Promise<number> {
  await using teardown = new AsyncDisposableStack();
  recording.mark({ kind: 'phase', label: `${load.connections} connections` });
  const started = await startLoad(run, entryUrl, load, recording, teardown);
  const { observation } = await started.finished();
  for (const reason of observation.invalidReasons) recording.invalidate(reason);
  const { ledger, durationMs } = observation.measured;
  return durationMs > 0 ? (ledger.ok * 1000) / durationMs : 0;
}
