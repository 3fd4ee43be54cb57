import type { ShutdownCase } from './shutdown-case.ts';

const gracePeriodMs = 2_000;

/** stuckRequest: SIGTERM while a client never finishes its request. The replica gives up on it, and on nothing else. */
export const stuckRequest: ShutdownCase = {
  expected: ({ forcedExit }) => ({ lostRequests: 1, exits: [forcedExit], stragglers: 1 }),
  act: async (stage) => {
    const { stopping } = stage.run.subject;
    const replica = await stage.add(stopping.graceEnvironment(gracePeriodMs));
    await stage.stop(replica, { count: 1, afterSignal: () => Promise.resolve() });
  },
};
