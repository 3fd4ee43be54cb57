import type { ObserverPair } from '../../model/observer-observation.ts';
import { machineProbe } from '../../probes/machine.ts';
import { memoryProbe } from '../../probes/memory.ts';
import { runtimeProbe } from '../../probes/runtime.ts';
import type { ObserverEffectSpec } from '../../suites/experiments/observer-effect.ts';
import type { Recording } from '../recording.ts';
import type { Run } from '../run.ts';
import { oneOfEach } from '../seeded-system.ts';
import { startLoad } from './load-under-way.ts';
import type { LoadSpec } from './plan.ts';
import { startSystem, type StartedSystem } from './started-system.ts';

type Measure = ObserverPair['measure'];

/** observerEffect loads one system again and again, observed and unobserved in turn, so that only looking on differs. */
export async function observerEffect(
  spec: ObserverEffectSpec,
  run: Run,
  recording: Recording,
): Promise<string> {
  await using teardown = new AsyncDisposableStack();
  const system = await startSystem(run, spec.name, { replicas: oneOfEach(run.subject) }, recording, teardown);
  const pairs: ObserverPair[] = [];
  teardown.defer(() => recording.add({ kind: 'observer', pairs }));
  const { warmUpMs, durationMs } = spec;
  const open = { ratePerSecond: spec.ratePerSecond, warmUpMs, durationMs };
  const closed = { connections: spec.connections, warmUpMs, durationMs };
  // What a runtime compiles under its first load would count as the effect of the first pair.
  for (const load of [open, closed])
    await valueOf('throughput', { ...load, durationMs: spec.settleMs }, alone(run), system);
  for (let count = 0; count < spec.pairs; count += 1) {
    pairs.push(await pairOf('response-time-p50', open, count % 2 === 0, run, system));
    pairs.push(await pairOf('throughput', closed, count % 2 === 0, run, system));
  }
  return `${spec.pairs} pairs of loads, observed and unobserved`;
}

async function pairOf(
  measure: Measure,
  load: LoadSpec,
  unobservedFirst: boolean,
  run: Run,
  system: StartedSystem,
): Promise<ObserverPair> {
  const found = { unobserved: 0, observed: 0 };
  const order = unobservedFirst
    ? (['unobserved', 'observed'] as const)
    : (['observed', 'unobserved'] as const);
  for (const side of order) {
    found[side] = await (side === 'observed'
      ? observed(() => valueOf(measure, load, run, system), run, system)
      : valueOf(measure, load, alone(run), system));
  }
  return { measure, ...found };
}

/** alone: the run without those who are told of each second: what a page costs that shows it belongs to being observed. */
function alone(run: Run): Run {
  return { ...run, progress: { ...run.progress, tell: () => undefined, second: () => undefined } };
}

/** observed does some work while every probe that a steady load has is at work. */
async function observed<T>(work: () => Promise<T>, run: Run, { target }: StartedSystem): Promise<T> {
  const probes = [memoryProbe, runtimeProbe, machineProbe].map((probe) =>
    probe.start(() => target.replicas(), run.clock),
  );
  try {
    return await work();
  } finally {
    await Promise.all(probes.map((probe) => probe.finish()));
  }
}

/** valueOf is 0 where too little was answered; such a pair is left out of the ratio. */
async function valueOf(measure: Measure, load: LoadSpec, run: Run, system: StartedSystem): Promise<number> {
  await using teardown = new AsyncDisposableStack();
  const unrecorded = { add: () => undefined };
  const started = await startLoad(run, system.target.entryUrl, load, unrecorded, teardown);
  const { measured } = (await started.finished()).observation;
  if (measure === 'response-time-p50') return measured.responseTimeMs.p50 ?? 0;
  return measured.durationMs > 0 ? (measured.ledger.ok * 1000) / measured.durationMs : 0;
}
