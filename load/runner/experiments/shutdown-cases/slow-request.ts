import { graceful, type ShutdownCase } from './shutdown-case.ts';

const requestMs = 5_000;
const patienceMs = 15_000;

/** slowRequest: SIGTERM while a replica works on a request for five seconds; it is answered all the same. */
export const slowRequest: ShutdownCase = {
  expected: () => graceful,
  act: async (stage) => {
    const { subject } = stage.run;
    const replica = await stage.add(subject.stopping.patientEnvironment(patienceMs));
    await using slow = await subject.stopping.slowRequest(stage.system.databases);
    let sentAtMs = 0;
    await stage.stop(replica, {
      count: 1,
      request: () => slow.request,
      accepts: ({ status }) => status < 300,
      beforeSignal: async (held) => {
        held.finish();
        sentAtMs = stage.run.clock.nowMs();
        await slow.untilStuck();
      },
      afterSignal: async () => {
        await stage.pause(sentAtMs + requestMs - stage.run.clock.nowMs());
        await slow.release();
      },
    });
  },
};
