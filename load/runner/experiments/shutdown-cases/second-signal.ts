import type { ShutdownCase } from './shutdown-case.ts';

/** againAfterMs: by then balancers have noticed, and only the stuck request is left. */
const againAfterMs = 1_200;

/** secondSignal: a replica that waits for a stuck request is told to stop a second time, and ends at once. */
export const secondSignal: ShutdownCase = {
  expected: ({ forcedExit }) => ({ lostRequests: 1, exits: [forcedExit], stragglers: 1 }),
  act: async (stage) => {
    const replica = await stage.add();
    await stage.stop(replica, {
      count: 1,
      afterSignal: async () => {
        await stage.pause(againAfterMs);
        await stage.signalAgain(replica);
      },
    });
  },
};
