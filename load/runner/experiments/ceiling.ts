import { type LoadObservation, throughputOf, wasSteady } from '../../model/load-observation.ts';
import type { CeilingSpec } from '../../suites/experiments/ceiling.ts';
import type { Recording } from '../recording.ts';
import type { Run } from '../run.ts';
import { oneOfEach } from '../seeded-system.ts';
import { judgeStep } from './judge-step.ts';
import { accountOf, startLoad } from './load-under-way.ts';
import { startSystem } from './started-system.ts';

/** ceiling puts ever more connections on one system, each of which asks again as soon as it is answered. */
export async function ceiling(spec: CeilingSpec, run: Run, recording: Recording): Promise<string> {
  await using teardown = new AsyncDisposableStack();
  const system = await startSystem(run, spec.name, { replicas: oneOfEach(run.subject) }, recording, teardown);
  const loads: LoadObservation[] = [];
  for (const connections of spec.connections)
    loads.push(await loadOn({ ...spec, connections }, run, system.target.entryUrl, recording));
  const highest = Math.max(0, ...loads.filter(wasSteady).map(throughputOf));
  for (const [index, load] of loads.entries()) {
    const connections = spec.connections[index];
    const title = `${connections} ${connections === 1 ? 'connection' : 'connections'}`;
    // What an unsteady load was answered beyond every other leaves the ceiling open.
    judgeStep(title, load, throughputOf(load) > highest, recording);
  }
  run.progress.tell('reconciling bookings');
  recording.add(await run.subject.reconcile(system.databases, accountOf([])));
  return `at most ${highest.toFixed(0)} requests/s`;
}

type Load = Pick<CeilingSpec, 'warmUpMs' | 'untilSteady' | 'durationMs'> & { readonly connections: number };

async function loadOn(
  load: Load,
  run: Run,
  entryUrl: string,
  recording: Recording,
): Promise<LoadObservation> {
  await using teardown = new AsyncDisposableStack();
  recording.mark({ kind: 'phase', label: `${load.connections} connections` });
  const started = await startLoad(run, entryUrl, load, recording, teardown);
  return (await started.finished()).observation;
}
