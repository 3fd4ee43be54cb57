import { measureStartups } from '../../probes/startup.ts';
import type { StartupSpec } from '../../suites/experiments/startup.ts';
import { median } from '../../../stats/order-statistics.ts';
import type { Recording } from '../recording.ts';
import type { Run } from '../run.ts';
import { firstAnswer } from './first-answer.ts';
import { startSystem } from './started-system.ts';

/** startup starts the scaled service alone, again and again, each time as a new process, and ends it before the next. */
export async function startup(spec: StartupSpec, run: Run, recording: Recording): Promise<string> {
  await using teardown = new AsyncDisposableStack();
  const service = run.subject.scaled;
  const { target } = await startSystem(run, spec.name, { replicas: { [service]: 0 } }, recording, teardown);
  const observation = await measureStartups({
    count: spec.samples,
    service,
    mode: 'cold',
    add: () => target.addReplica(service),
    remove: async (replica) => {
      // Killed, because what is measured is over; a drain would only take time. A compile cache is not written so.
      await target.stopReplica(replica, 'SIGKILL', 0);
      run.interrupted.throwIfAborted();
    },
    firstAnswer: (replica) => firstAnswer(replica, run.prepared.firstAnswer, run.clock),
    onSample: (sample, index) =>
      run.progress.tell(
        `start ${index + 1} of ${spec.samples}: ready after ${sample.spawnToReadyMs.toFixed(0)} ms`,
      ),
  });
  recording.add(observation);
  return `${service} ready in ${median(observation.samples.map((sample) => sample.spawnToReadyMs)).toFixed(0)} ms (median of ${spec.samples})`;
}
