import { setTimeout as delay } from 'node:timers/promises';
import type { Stop } from '../model/shutdown-observation.ts';
import { type Held, type HeldAnswer, type Holder, holdRequests, type HoldOptions } from './hold-requests.ts';

/** SeenStop: a stop as a target sees it (see ReplicaStop). */
type SeenStop = Omit<Stop, 'cause' | 'held' | 'inFlightAtSignal'>;

/** HeldThrough: what is kept unfinished at the signal, and how it goes on. */
export interface HeldThrough extends HoldOptions {
  /** beforeSignal resolves when it is time for the signal (default: at once). */
  readonly beforeSignal?: (held: Held) => Promise<void>;
  /** afterSignal is called as soon as the signal has arrived (default: 300 ms later the rest of every body is sent). */
  readonly afterSignal?: (held: Held) => Promise<void>;
}

export interface MeasureStopOptions<R extends Holder> {
  /** target sends the signal before stopReplica returns its promise, and says when it has arrived. */
  readonly target: {
    stopReplica(
      replica: R,
      signal: Stop['signal'],
      graceMs: number,
      onSignalled: () => void,
    ): Promise<SeenStop>;
  };
  readonly replica: R;
  readonly signal: Stop['signal'];
  readonly graceMs: number;
  readonly cause: Stop['cause'];
  readonly held: HeldThrough;
}

const finishAfterMs = 300;
const afterExitMs = 2_000;

/**
 * measureStop stops one replica while requests are provably in flight at it, and tells what became of the replica and
 * of them. A replica that lets in-flight requests finish answers all; one that is killed can answer none.
 */
export async function measureStop<R extends Holder>(
  options: MeasureStopOptions<R>,
): Promise<{ stop: Stop; answers: readonly HeldAnswer[] }> {
  const { target, replica, signal, graceMs, cause } = options;
  const { beforeSignal, afterSignal = finishLater } = options.held;
  const requests = await holdRequests(replica, options.held);
  try {
    await beforeSignal?.(requests);
    const inFlightAtSignal = requests.inFlight;
    const arrived = Promise.withResolvers<void>();
    const stopping = target.stopReplica(replica, signal, graceMs, arrived.resolve);
    const signalled = Promise.race([arrived.promise, stopping]);
    const [seen] = await Promise.all([stopping, signalled.then(() => afterSignal(requests))]);
    const { held, answers } = await endedWithin(requests, afterExitMs);
    return { stop: { ...seen, cause, inFlightAtSignal, held }, answers };
  } finally {
    requests.giveUp();
  }
}

async function finishLater(requests: Held): Promise<void> {
  await delay(finishAfterMs);
  requests.finish();
}

// The end of the process closes its connections; this only bounds the wait for the news.
async function endedWithin(requests: Held, limitMs: number): ReturnType<Held['ended']> {
  const giveUp = setTimeout(() => requests.giveUp(), limitMs);
  const ended = await requests.ended();
  clearTimeout(giveUp);
  return ended;
}
