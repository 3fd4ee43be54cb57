import { addLedgers, lostRequests } from '../../model/ledger.ts';
import type { LoadObservation } from '../../model/load-observation.ts';
import type { Stop } from '../../model/shutdown-observation.ts';

/** lossOf: requests lost by a load, its warm-up included, and by those that were held open over signals. */
export function lossOf({ warmUp, measured }: LoadObservation, stops: readonly Stop[]): number {
  const held = stops.reduce((sum, stop) => sum + stop.held.lost, 0);
  return lostRequests(addLedgers(warmUp, measured.ledger)) + held;
}
