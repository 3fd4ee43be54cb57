import { setTimeout as delay } from 'node:timers/promises';
import { accepts } from '../../../targets/readiness.ts';
import type { LaunchedReplica } from '../../../targets/target.ts';
import type { ShutdownCase } from './shutdown-case.ts';
import type { Stage } from './stage.ts';

const shares = [0.1, 0.25, 0.4, 0.55, 0.7];
const lookEveryMs = 2;

/**
 * duringStart: SIGTERM at moments between spawn and ready: at shares of what a start takes here, and as soon as each of
 * its ports is open. Before its own code runs a process cannot do otherwise than end by the signal; from then on it must
 * end by itself.
 */
export const duringStart: ShutdownCase = {
  expected: () => ({ lostRequests: 0, exits: ['0', 'SIGTERM'], stragglers: null }),
  act: async (stage) => {
    // One that nobody stops, to know what a start takes beside this load.
    const { startup } = await stage.add();
    for (const share of shares) {
      await stopWhen(stage, ({ spawnedAtMs }) => {
        const dueAtMs = spawnedAtMs + share * startup.spawnToReadyMs;
        return stage.pause(Math.max(0, dueAtMs - stage.run.clock.nowMs()));
      });
    }
    await stopWhen(stage, (replica) => untilOpen(replica, replica.opsUrl));
    await stopWhen(stage, (replica) => untilOpen(replica, replica.url));
  },
};

async function stopWhen(stage: Stage, due: (replica: LaunchedReplica) => Promise<void>): Promise<void> {
  const replica = await stage.launch();
  await due(replica);
  await stage.stopLaunched(replica);
}

/** untilOpen resolves when a port takes connections, or the replica has ended before. */
async function untilOpen({ ready }: LaunchedReplica, url: string): Promise<void> {
  const over = new AbortController();
  ready.finally(() => over.abort()).catch(() => {});
  while (!over.signal.aborted && !(await accepts(url))) await delay(lookEveryMs);
}
