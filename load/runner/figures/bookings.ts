import type { Figure } from '../../model/figure.ts';
import { observationsOf } from '../../model/observation.ts';
import { unreconciled, type ReconciliationObservation } from '../../model/reconciliation-observation.ts';
import type { Experiment } from '../../model/result.ts';

/** bookingFigures: what was sold twice or does not add up, over every experiment, the control included: a killed replica must not lose what it acknowledged. */
export function bookingFigures(experiments: readonly Experiment[]): Figure[] {
  const accounts = experiments.flatMap((e) => observationsOf(e.observations, 'reconciliation'));
  if (accounts.length === 0) return [];
  const sum = (of: (account: ReconciliationObservation) => number): number =>
    accounts.reduce((total, account) => total + of(account), 0);
  const acknowledged = sum((account) => account.acknowledgedBookings);
  const base = {
    group: 'bookings',
    n: acknowledged,
    of: `acknowledged bookings in ${accounts.length} experiments`,
  } as const;
  const settled = accounts.every((account) => account.settled);
  return [
    {
      ...base,
      name: 'bookings.acknowledged',
      title: 'acknowledged bookings',
      unit: 'bookings',
      value: acknowledged,
    },
    {
      ...base,
      name: 'bookings.oversold_seats',
      title: 'oversold seats',
      unit: 'seats',
      value: sum((a) => a.oversoldSeats),
    },
    {
      ...base,
      name: 'bookings.unreconciled',
      title: 'unreconciled bookings',
      unit: 'bookings',
      value: settled ? sum(unreconciled) : null,
      ...(settled ? {} : { note: 'messages were still under way when the audit was read' }),
    },
  ];
}
