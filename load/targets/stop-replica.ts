import { setTimeout as delay } from 'node:timers/promises';
import type { RunClock } from '../model/clock.ts';
import { abortable } from './abortable.ts';
import { ReadyAsker } from './readiness.ts';
import type { RunningReplica } from './running-replica.ts';
import type { ReplicaStop } from './target.ts';

const lookEveryMs = 5;
// What SIGKILL has not ended by then is stuck in the kernel.
const killTakesAtMostMs = 10_000;

export interface StopOptions {
  readonly clock: RunClock;
  readonly signal: 'SIGTERM' | 'SIGKILL';
  readonly graceMs: number;
  readonly abort: AbortSignal;
  /** onSignalled is called as soon as the signal has arrived, which may be later than it was sent. */
  readonly onSignalled: () => void;
}

/**
 * stopReplica sends a signal before it returns, asks every 5 ms whether it still calls itself ready, and waits for
 * its exit; SIGKILL follows after graceMs. Rejects with the reason of `abort`, and leaves the replica as it is then.
 */
export async function stopReplica(replica: RunningReplica, options: StopOptions): Promise<ReplicaStop> {
  const { clock, signal, graceMs, abort, onSignalled } = options;
  const signalledAtMs = clock.nowMs();
  void replica.signal(signal).then(onSignalled);
  const notReadyAtMs = whenNotReady(replica, clock);
  const patienceMs = signal === 'SIGKILL' ? killTakesAtMostMs : graceMs;
  const { exit, forced } = await exitWithin(replica, patienceMs, abort);
  const seenAtMs = await notReadyAtMs;
  return {
    service: replica.addresses.service,
    replica: replica.addresses.name,
    signal,
    signalledAtMs,
    timeToNotReadyMs: seenAtMs === undefined ? null : seenAtMs - signalledAtMs,
    drainTimeMs: exit.atMs - signalledAtMs,
    exitCode: exit.exitCode,
    exitSignal: exit.signal,
    forced,
    lastLog: lastLog(replica),
  };
}

// No answer is no sign of not being ready: only a replica that says so has told its balancers.
async function whenNotReady(replica: RunningReplica, clock: RunClock): Promise<number | undefined> {
  using asker = new ReadyAsker(replica.addresses.readyUrl);
  // Whoever has ended in a network of its own takes its address along: nobody is there to refuse a question.
  const silent = replica.exited.then(() => undefined);
  while (!replica.exit) {
    const answer = await Promise.race([asker.ask(), silent]);
    if (answer && answer.status !== 200) return clock.nowMs();
    await delay(lookEveryMs);
  }
  return undefined;
}

async function exitWithin(replica: RunningReplica, graceMs: number, abort: AbortSignal) {
  let forced = false;
  const force = setTimeout(() => {
    forced = true;
    void replica.signal('SIGKILL');
  }, graceMs);
  try {
    return { exit: await abortable(replica.exited, abort), forced };
  } finally {
    clearTimeout(force);
  }
}

function lastLog(replica: RunningReplica): ReplicaStop['lastLog'] {
  const line = replica.log.stopped();
  return (
    line && {
      served: line.served,
      drainMs: line.drainMs,
      openRequests: line.open.requests,
      openConnections: line.open.connections,
    }
  );
}
