import type { Figure } from '../../../load/model/figure.ts';

type Group = Figure['group'];

/** groupTitles: what the groups of figures are called, in the order in which they are read. */
export const groupTitles: Readonly<Record<Group, string>> = {
  latency: 'Latency',
  memory: 'Memory',
  startup: 'Startup',
  shutdown: 'Graceful shutdown',
  'scale-out': 'Scale-out',
  bookings: 'Bookings',
};

/** GroupOf: those of one group, in their order. */
export interface GroupOf<T> {
  readonly group: Group;
  readonly title: string;
  readonly members: readonly T[];
}

/** byGroup: what belongs to each group of figures that has anything, in reading order. */
export function byGroup<T extends { readonly group: Group }>(all: readonly T[]): GroupOf<T>[] {
  return (Object.keys(groupTitles) as Group[])
    .map((group) => ({
      group,
      title: groupTitles[group],
      members: all.filter((one) => one.group === group),
    }))
    .filter(({ members }) => members.length > 0);
}
