import type { ShutdownCase } from './shutdown-case.ts';

const moments = [0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 0.95];

/**
 * duringStart: SIGTERM at moments between spawn and ready, as shares of what a start takes here. Before its own code
 * runs a process cannot do otherwise than end by the signal; from then on it must end by itself.
 */
export const duringStart: ShutdownCase = {
  expected: () => ({ lostRequests: 0, exits: ['0', 'SIGTERM'], stragglers: null }),
  act: async (stage) => {
    // One that nobody stops, to know what a start takes beside this load.
    const { startup } = await stage.add();
    for (const share of moments) {
      const launched = await stage.launch();
      await stage.pause(
        Math.max(0, launched.spawnedAtMs + share * startup.spawnToReadyMs - stage.run.clock.nowMs()),
      );
      await stage.stopLaunched(launched);
    }
  },
};
