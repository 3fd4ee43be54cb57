import { graceful, type ShutdownCase } from './shutdown-case.ts';

const uploads = 5;
const uploadMs = 3_000;
const signalAfterMs = 1_000;
const pieces = 40;
// Blanks at the end of a JSON text mean nothing (RFC 8259, section 2).
const blanks = ' '.repeat(8_192);

/** slowUpload: SIGTERM while clients are still sending, piece by piece; they are answered when they are done. */
export const slowUpload: ShutdownCase = {
  expected: () => graceful,
  act: async (stage) => {
    const replica = await stage.add();
    let sent: Promise<void> = Promise.resolve();
    await stage.stop(replica, {
      count: uploads,
      request: (index) => {
        const request = stage.run.prepared.heldRequest(index);
        return { ...request, body: request.body + blanks };
      },
      beforeSignal: (held) => {
        sent = held.trickle(pieces, uploadMs);
        return stage.pause(signalAfterMs);
      },
      afterSignal: () => sent,
    });
  },
};
