import { InvalidArgumentError } from 'commander';
import { wholeNumber } from './number.ts';

const parseCount = wholeNumber(1, 64);

/** parseReplicaSteps reads `1,3` or `1,2,4`: two or more rising counts from 1 to 64. */
export function parseReplicaSteps(text: string): number[] {
  const counts = text.split(',').map(parseCount);
  const rising = counts.every((count, index) => index === 0 || count > (counts[index - 1] ?? 0));
  if (counts.length < 2 || !rising)
    throw new InvalidArgumentError('Give two or more rising counts, such as 1,3.');
  return counts;
}

/** parseServiceReplicas reads `bookings=3` and adds it to what earlier ones said. */
export function parseServiceReplicas(text: string, previous: Record<string, number>): Record<string, number> {
  const match = /^([a-z][a-z-]*)=(\d+)$/.exec(text);
  if (match === null) throw new InvalidArgumentError('Give SERVICE=COUNT, such as bookings=3.');
  return { ...previous, [match[1] ?? '']: parseCount(match[2] ?? '') };
}
