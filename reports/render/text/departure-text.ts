import type { Experiment } from '../../../load/model/result.ts';
import { observationsOf } from '../../../load/model/observation.ts';
import { formatDuration } from './duration.ts';
import type { TextTable } from './text-table.ts';

/** departureTable: how soon replicas that a scale-in has ended were out of the way; no rows where there was none. */
export function departureTable({ observations }: Experiment): TextTable {
  const instances = observationsOf(observations, 'load').flatMap((load) => load.instances);
  const lastAnswer = (replica: string, signalledAtMs: number): string => {
    const seen = instances.find(({ instance }) => instance === replica);
    return seen === undefined ? '–' : formatDuration(Math.max(0, seen.lastAnswerAtMs - signalledAtMs));
  };
  return {
    caption:
      'Departure of capacity: after the signal, until clients had its last answer and until it was gone',
    headings: ['Replica', '#Not ready after', '#Last answer after', '#Gone after'],
    rows: observationsOf(observations, 'shutdown')
      .flatMap(({ stops }) => stops)
      .filter(({ cause }) => cause === 'scale-in')
      .map(({ replica, signalledAtMs, timeToNotReadyMs, drainTimeMs }) => [
        replica,
        timeToNotReadyMs === null ? '–' : formatDuration(timeToNotReadyMs),
        lastAnswer(replica, signalledAtMs),
        formatDuration(drainTimeMs),
      ]),
  };
}
