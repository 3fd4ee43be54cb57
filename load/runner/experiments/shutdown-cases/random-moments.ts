import { graceful, type ShutdownCase } from './shutdown-case.ts';

const stops = 5;
const latestMs = 1_000;

/** randomMoments: SIGTERM at moments drawn uniformly from the first second after a replica is ready. */
export const randomMoments: ShutdownCase = {
  expected: () => graceful,
  act: async (stage) => {
    for (let count = 0; count < stops; count += 1) {
      const replica = await stage.add();
      await stage.pause(stage.random() * latestMs);
      await stage.stop(replica, { count: 5 });
    }
  },
};
