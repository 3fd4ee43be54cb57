import { measureStartups } from '../probes/startup.ts';
import type { Row } from './row.ts';
import type { Stand } from './stand.ts';

/** startupTime is the time from the spawn of a bookings replica to its first 200 on /readyz, with the database up. */
export async function startupTime(stand: Stand, starts: number): Promise<Row[]> {
  const platform = await stand.start(stand.system(await stand.databases('startup'), { bookings: 0 }));
  const values: number[] = [];
  await measureStartups({
    sides: [{ mode: 'cold', add: () => platform.addReplica('bookings') }],
    rounds: starts,
    random: Math.random,
    remove: async (replica) => void (await platform.stopReplica(replica, 'SIGKILL', 0)),
    keep: (_, sample) => void values.push(sample.spawnToReadyMs),
  });
  return [
    {
      what: 'spawn → ready, bookings',
      unit: 'ms',
      values,
      goal: { better: 'below', goal: 200, aim: 120 },
      beside: `${starts} new processes, empty compile cache`,
    },
  ];
}
