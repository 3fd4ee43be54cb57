import type { ScalingSpec } from '../../suites/experiments/scaling.ts';
import type { Recording } from '../recording.ts';
import type { Run } from '../run.ts';
import { oneOfEach } from '../seeded-system.ts';
import { accountOf, startLoad } from './load-under-way.ts';
import { startSystem } from './started-system.ts';

/** scaling measures throughput and latency at each number of replicas, again and again, up and down in turn. */
export async function scaling(spec: ScalingSpec, run: Run, recording: Recording): Promise<string> {
  for (let repetition = 1; repetition <= spec.repetitions; repetition += 1) {
    const order = repetition % 2 === 1 ? spec.replicas : spec.replicas.toReversed();
    for (const replicas of order) await measure({ spec, run, recording, replicas, repetition });
  }
  return `${spec.replicas.join(', ')} replicas, ${spec.repetitions} times each`;
}

async function measure(one: {
  readonly spec: ScalingSpec;
  readonly run: Run;
  readonly recording: Recording;
  readonly replicas: number;
  readonly repetition: number;
}): Promise<void> {
  const { spec, run, recording, replicas, repetition } = one;
  await using teardown = new AsyncDisposableStack();
  const topology = { replicas: { ...oneOfEach(run.subject), [run.subject.scaled]: replicas } };
  const name = `${spec.name}-${replicas}-${repetition}`;
  const system = await startSystem(run, name, topology, recording, teardown);
  recording.mark({ kind: 'phase', label: `${replicas} replicas` });
  const load = await startLoad(run, system.target.entryUrl, spec, recording, teardown);
  const { observation } = await load.finished();
  for (const reason of observation.invalidReasons) recording.invalidate(reason);
  const { ledger, durationMs, responseTimeMs } = observation.measured;
  recording.add({
    kind: 'scaling',
    service: run.subject.scaled,
    replicas,
    repetition,
    connections: spec.connections,
    throughputRps: durationMs > 0 ? (ledger.ok * 1000) / durationMs : 0,
    p50Ms: responseTimeMs.p50,
    p99Ms: responseTimeMs.p99,
    fromMs: observation.measuredFromMs,
    toMs: observation.endedAtMs,
  });
  run.progress.tell('reconciling bookings');
  recording.add(await run.subject.reconcile(system.databases, accountOf([])));
}
