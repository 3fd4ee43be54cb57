import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { randomOf, Stream } from '../../engines/paced/random.ts';
import type { StartupObservation, StartupSample } from '../../model/startup-observation.ts';
import { measureStartups, type StartupMode, type StartupSide } from '../../probes/startup.ts';
import type { StartupSpec } from '../../suites/experiments/startup.ts';
import type { Replica } from '../../targets/target.ts';
import { median } from '../../../stats/order-statistics.ts';
import { startNeighbours } from '../contention/neighbours.ts';
import type { Recording } from '../recording.ts';
import type { Run } from '../run.ts';
import { firstAnswers } from './first-answers.ts';
import { startSystem, type StartedSystem } from './started-system.ts';

/** neighboursLongestMs: after which busy neighbours end by themselves, whatever became of the experiment. */
const neighboursLongestMs = 5 * 60_000;
const drainGraceMs = 15_000;

type Samples = Partial<Record<StartupMode, StartupSample[]>>;

/**
 * startup starts the scaled service alone, again and again, each time as a new process, and ends it before the next.
 * Warm starts have a compile cache that one replica has filled, which was started for that and ended by itself.
 */
export async function startup(spec: StartupSpec, run: Run, recording: Recording): Promise<string> {
  await using teardown = new AsyncDisposableStack();
  const service = run.subject.scaled;
  const { target } = await startSystem(run, spec.name, { replicas: { [service]: 0 } }, recording, teardown);
  const sides: StartupSide<Replica>[] = [{ mode: 'cold', add: () => target.addReplica(service) }];
  if (spec.warm) sides.push(await warmSide(run, target, recording, teardown));
  const samples: Samples = {};
  const neighbours = spec.contended ? await startNeighbours(run.guard, neighboursLongestMs) : undefined;
  if (neighbours) teardown.defer(() => neighbours.end());
  const observationOf = (mode: StartupMode, ofMode: StartupSample[]): StartupObservation => ({
    kind: 'startup',
    service,
    mode,
    neighbours: neighbours ? { processes: neighbours.processes, cpuShare: neighbours.cpuShare() } : null,
    samples: ofMode,
  });
  teardown.defer(() => {
    for (const [mode, ofMode] of Object.entries(samples) as [StartupMode, StartupSample[]][])
      recording.add(observationOf(mode, ofMode));
  });
  await measureStartups({
    sides,
    rounds: spec.samples,
    random: randomOf(run.seed, Stream.starts),
    remove: async (replica) => {
      // Killed, because what is measured is over; a drain would only take time. A compile cache is not written so.
      await target.stopReplica(replica, 'SIGKILL', 0);
      run.interrupted.throwIfAborted();
    },
    firstAnswers: (replica) =>
      firstAnswers(replica, run.prepared.firstAnswer, spec.laterAnswers ?? 0, run.clock),
    keep: (mode, sample) => {
      (samples[mode] ??= []).push(sample);
      recording.glimpse(observationOf(mode, [sample]));
      run.progress.tell(progressLine(mode, samples[mode].length, spec.samples, sample));
    },
  });
  return outcome(samples, service);
}

async function warmSide(
  run: Run,
  target: StartedSystem['target'],
  recording: Recording,
  teardown: AsyncDisposableStack,
): Promise<StartupSide<Replica>> {
  run.progress.tell('filling the compile cache');
  const directory = await run.guard.makeDirectory('compile-cache');
  teardown.defer(() => run.guard.removeDirectory(directory));
  // What replicas may write to lies within what nobody else may enter.
  const cache = join(directory, 'cache');
  await mkdir(cache);
  const options = { environment: { NODE_COMPILE_CACHE: cache }, directories: [cache] };
  const add = () => target.addReplica(run.subject.scaled, options);
  const first = await add();
  await firstAnswers(first, run.prepared.firstAnswer, 0, run.clock);
  await target.stopReplica(first, 'SIGTERM', drainGraceMs);
  if ((await readdir(cache)).length === 0) {
    recording.warn({
      code: 'no-compile-cache',
      message: `${first.name} has left no compile cache behind: what is called a warm start is a cold one.`,
    });
  }
  return { mode: 'warm', add };
}

function progressLine(mode: StartupMode, count: number, of: number, { spawnToReadyMs }: StartupSample) {
  return `${mode} start ${count} of ${of}: ready after ${spawnToReadyMs.toFixed(0)} ms`;
}

function outcome(samples: Samples, service: string): string {
  const medians = Object.entries(samples).map(([mode, ofMode]) => {
    const ready = median(ofMode.map(({ spawnToReadyMs }) => spawnToReadyMs));
    return `${mode} in ${ready.toFixed(0)} ms (median of ${ofMode.length})`;
  });
  return `${service} ready: ${medians.join(', ')}`;
}
