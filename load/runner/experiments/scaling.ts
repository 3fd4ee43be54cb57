import { type LoadObservation, throughputOf, wasSteady } from '../../model/load-observation.ts';
import type { ScalingSpec } from '../../suites/experiments/scaling.ts';
import type { Recording } from '../recording.ts';
import type { Run } from '../run.ts';
import { oneOfEach } from '../seeded-system.ts';
import { judgeStep } from './judge-step.ts';
import { accountOf, startLoad } from './load-under-way.ts';
import { startSystem } from './started-system.ts';

/** scaling measures throughput and latency at each number of replicas, again and again, up and down in turn. */
export async function scaling(spec: ScalingSpec, run: Run, recording: Recording): Promise<string> {
  const steps: Step[] = [];
  for (let repetition = 1; repetition <= spec.repetitions; repetition += 1) {
    const order = repetition % 2 === 1 ? spec.replicas : spec.replicas.toReversed();
    for (const replicas of order)
      steps.push({ replicas, load: await measure({ spec, run, recording, replicas, repetition }) });
  }
  for (const { replicas, load } of steps) {
    const needed = !steps.some((step) => step.replicas === replicas && wasSteady(step.load));
    judgeStep(`${replicas} ${replicas === 1 ? 'replica' : 'replicas'}`, load, needed, recording);
  }
  return `${spec.replicas.join(', ')} replicas, ${spec.repetitions} times each`;
}

/** Step: the load of one repetition at one number of replicas. */
interface Step {
  readonly replicas: number;
  readonly load: LoadObservation;
}

async function measure(one: {
  readonly spec: ScalingSpec;
  readonly run: Run;
  readonly recording: Recording;
  readonly replicas: number;
  readonly repetition: number;
}): Promise<LoadObservation> {
  const { spec, run, recording, replicas, repetition } = one;
  await using teardown = new AsyncDisposableStack();
  const topology = { replicas: { ...oneOfEach(run.subject), [run.subject.scaled]: replicas } };
  const name = `${spec.name}-${replicas}-${repetition}`;
  const system = await startSystem(run, name, topology, recording, teardown);
  recording.mark({ kind: 'phase', label: `${replicas} replicas` });
  const load = await startLoad(run, system.target.entryUrl, spec, recording, teardown);
  const { observation } = await load.finished();
  const { responseTimeMs } = observation.measured;
  recording.add({
    kind: 'scaling',
    service: run.subject.scaled,
    replicas,
    repetition,
    connections: spec.connections,
    throughputRps: throughputOf(observation),
    p50Ms: responseTimeMs.p50,
    p99Ms: responseTimeMs.p99,
    fromMs: observation.measuredFromMs,
    toMs: observation.endedAtMs,
    steady: wasSteady(observation),
  });
  run.progress.tell('reconciling bookings');
  recording.add(await run.subject.reconcile(system.databases, accountOf([])));
  return observation;
}
