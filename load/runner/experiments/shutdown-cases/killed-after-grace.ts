import type { ShutdownCase } from './shutdown-case.ts';

/** beyond: how many times as long as it is given the replica itself would wait. */
const beyond = 10;

/**
 * killedAfterGrace: SIGTERM while a client never finishes its request, to a replica that would wait for it longer than
 * it is given: SIGKILL ends it.
 */
export const killedAfterGrace: ShutdownCase = {
  // One that is killed has no last word, in which it would count stragglers.
  expected: () => ({ lostRequests: 1, exits: ['SIGKILL'], stragglers: null }),
  act: async (stage) => {
    const { stopping } = stage.run.subject;
    const replica = await stage.add(stopping.graceEnvironment(beyond * stage.graceMs));
    await stage.stop(replica, { count: 1, afterSignal: () => Promise.resolve() });
  },
};
