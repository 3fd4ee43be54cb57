import { graceful, type ShutdownCase } from './shutdown-case.ts';

const stops = 3;

/** atOnce: SIGTERM as soon as a replica is ready, when balancers find out about it. */
export const atOnce: ShutdownCase = {
  expected: () => graceful,
  act: async (stage) => {
    for (let count = 0; count < stops; count += 1) {
      const launched = await stage.launch();
      await launched.ready;
      await stage.stopLaunched(launched);
    }
  },
};
