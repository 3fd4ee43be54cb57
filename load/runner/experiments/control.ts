import { lostRequests } from '../../model/ledger.ts';
import type { LoadObservation } from '../../model/load-observation.ts';
import type { Stop } from '../../model/shutdown-observation.ts';
import type { ReplacementSpec } from '../../suites/experiments/replacement.ts';
import type { Recording } from '../recording.ts';

type Said = Pick<Recording, 'invalidate' | 'warn'>;

/**
 * checkLoad holds a load against what makes its loss figure believable: the ledger balances, and the engine held out.
 * Latency guards do not apply: starting replicas on the same cores delays everybody, and no latency is judged here.
 */
export function checkLoad(title: string, load: LoadObservation, recording: Said): void {
  for (const reason of load.invalidReasons) {
    if (reason.guard === 'ledger' || reason.guard === 'engine') recording.invalidate(reason);
    else recording.warn({ code: reason.guard, message: `${title}: ${reason.message}` });
  }
}

/**
 * checkControl holds a replacement against what makes its loss figure believable: its load, and that at every signal the
 * declared number of requests was provably in flight, and a control has lost some at every signal.
 */
export function checkControl(
  spec: ReplacementSpec,
  load: LoadObservation,
  stops: readonly Stop[],
  recording: Said,
): void {
  checkLoad(spec.title, load, recording);
  for (const stop of stops) checkInFlight(stop, spec.heldRequests, recording);
  if (spec.control) checkThatItLost(load, stops, recording);
}

/** checkInFlight says it where fewer requests were in flight at a signal than were to be: then a loss could not show. */
export function checkInFlight(
  { replica, signal, inFlightAtSignal }: Stop,
  wanted: number,
  recording: Pick<Recording, 'invalidate'>,
): void {
  if (inFlightAtSignal >= wanted) return;
  recording.invalidate({
    guard: 'control',
    message: `${replica} had ${inFlightAtSignal} requests in flight at ${signal}; ${wanted} were to be.`,
    found: inFlightAtSignal,
    limit: wanted,
  });
}

function checkThatItLost(
  load: LoadObservation,
  stops: readonly Stop[],
  recording: Pick<Recording, 'invalidate'>,
): void {
  for (const stop of stops) {
    if (stop.held.lost > 0) continue;
    recording.invalidate({
      guard: 'control',
      message: `the control lost nothing at the ${stop.signal} of ${stop.replica} (the load lost ${lostRequests(load.measured.ledger)}): this measurement would not notice a loss.`,
      found: 0,
      limit: 1,
    });
  }
}
