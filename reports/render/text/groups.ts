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

/** byGroup: the figures of each group that has any, in reading order. */
export function byGroup(figures: readonly Figure[]): { group: Group; title: string; figures: Figure[] }[] {
  return (Object.keys(groupTitles) as Group[])
    .map((group) => ({
      group,
      title: groupTitles[group],
      figures: figures.filter((figure) => figure.group === group),
    }))
    .filter((found) => found.figures.length > 0);
}
