import type { Stop } from '../../model/shutdown-observation.ts';

/** withRefusals counts held requests that were answered, but not with what they asked for, as lost. */
export function withRefusals(held: Stop['held'], refused: number): Stop['held'] {
  if (refused === 0) return held;
  const failures = { ...held.failures, status: (held.failures['status'] ?? 0) + refused };
  return { ...held, answered: held.answered - refused, lost: held.lost + refused, failures };
}
