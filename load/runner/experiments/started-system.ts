import {
  isScalable,
  isSignalable,
  isLaunchable,
  type Launchable,
  type Scalable,
  type Signalable,
  type StartedTarget,
} from '../../targets/target.ts';
import type { DatabaseUrls, Topology } from '../../subjects/subject.ts';
import { Problem } from '../../model/problem.ts';
import { freshDatabases } from '../fresh-databases.ts';
import type { Recording } from '../recording.ts';
import type { Run } from '../run.ts';
import { startDeadlineMs } from '../seeded-system.ts';

/** StartedSystem: the subject on fresh databases, started. */
export interface StartedSystem {
  readonly target: StartedTarget & Scalable & Launchable & Signalable;
  readonly databases: DatabaseUrls;
}

/** startSystem starts the subject on fresh databases; `teardown` ends it, and records replicas that ended by themselves. */
export async function startSystem(
  run: Run,
  experiment: string,
  topology: Topology,
  recording: Recording,
  teardown: AsyncDisposableStack,
): Promise<StartedSystem> {
  const databases = await freshDatabases(run.backing, run.subject, experiment, teardown);
  return startSystemOn(run, databases, topology, recording, teardown);
}

/** startSystemOn is startSystem on databases that the caller has made. */
export async function startSystemOn(
  run: Run,
  databases: DatabaseUrls,
  topology: Topology,
  recording: Recording,
  teardown: AsyncDisposableStack,
): Promise<StartedSystem> {
  const target = await run.target.start(
    run.subject.system({ databases, directory: run.directory }, topology),
    {
      clock: run.clock,
      guard: run.guard,
      startDeadlineMs,
      signal: run.interrupted,
    },
  );
  teardown.defer(async () => {
    for (const exit of target.unexpectedExits()) recordUnexpectedExit(exit, recording);
    // Its load is over, and the replicas' accounts are kept.
    await target.stop({ order: 'together' });
  });
  if (!isScalable(target) || !isLaunchable(target) || !isSignalable(target)) {
    throw new Problem(
      'usage',
      `the ${run.target.name} target can neither add nor signal replicas, which this suite needs.`,
      {
        next: 'Use --target process or --target containers.',
      },
    );
  }
  return { target, databases };
}

function recordUnexpectedExit(
  exit: ReturnType<StartedTarget['unexpectedExits']>[number],
  recording: Recording,
): void {
  recording.invalidate({
    guard: 'unexpected-exit',
    message: `${exit.service} replica ${exit.replica} ended by itself (${exit.exitCode ?? exit.signal}): ${exit.logTail.split('\n').at(-1) ?? ''}`,
    found: null,
    limit: null,
  });
}
