import type { LoadObservation } from '../../model/load-observation.ts';
import type { EndedCount } from '../../model/scorecard-analysis.ts';
import type { IdleConnections, ShutdownObservation, Stop } from '../../model/shutdown-observation.ts';

/**
 * endedCounts puts what each replica said in its last log line that it had served beside the answers that clients had of
 * it: those of the load, by the name that each answer carries, those to requests that were held at it, and those on
 * connections that were kept idle at it. A replica that was killed says nothing.
 */
export function endedCounts(
  { stops, connections }: Pick<ShutdownObservation, 'stops' | 'connections'>,
  load: Pick<LoadObservation, 'instances'> | undefined,
): EndedCount[] {
  return stops.map(({ replica, lastLog, held }) => ({
    replica,
    served: lastLog?.served ?? null,
    answers:
      load === undefined || load.instances.length === 0
        ? null
        : ofLoad(replica, load) + ofHeld(held) + ofIdle(connections, stops),
  }));
}

/** unaccounted: requests that only one side has counted; null where there is no replica of which both are known. */
export function unaccounted(counts: readonly EndedCount[]): number | null {
  const gaps = counts.flatMap(({ served, answers }) =>
    served === null || answers === null ? [] : Math.abs(served - answers),
  );
  return gaps.length === 0 ? null : gaps.reduce((sum, gap) => sum + gap, 0);
}

function ofLoad(replica: string, { instances }: Pick<LoadObservation, 'instances'>): number {
  return instances.find(({ instance }) => instance === replica)?.answers ?? 0;
}

/** ofHeld: an answer that was not what had been asked for counts as lost, and is one all the same. */
function ofHeld({ answered, failures }: Stop['held']): number {
  return answered + (failures['status'] ?? 0);
}

/** ofIdle: each connection had one answer before the signal. They are all at the one replica that is stopped then. */
function ofIdle(connections: IdleConnections | null, stops: readonly Stop[]): number {
  return connections === null || stops.length !== 1 ? 0 : connections.opened + connections.requests.answered;
}
