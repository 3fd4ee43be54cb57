import type { Figure } from '../../../load/model/figure.ts';

/** welcome: figures without a budget that are worth a line before others, the worthiest first. */
const welcome = [
  'shutdown.control.lost_requests',
  'latency.response_time.p90',
  'latency.throughput',
  'memory.rss.idle',
  'startup.spawn_to_first_answer.p50',
  'bookings.acknowledged',
];

/**
 * fittingFigures: the figures for so many lines, in their order. All that carry a budget stay, even when that is too
 * many; the others give way, and the page has them.
 */
export function fittingFigures(figures: readonly Figure[], lines: number): Figure[] {
  const judged = figures.filter(({ budget }) => budget !== undefined);
  const others = figures.filter(({ budget }) => budget === undefined);
  const ranked = [...others].sort((a, b) => rank(a) - rank(b));
  const kept = new Set([...judged, ...ranked.slice(0, Math.max(0, lines - judged.length))]);
  return figures.filter((figure) => kept.has(figure));
}

function rank({ name, value }: Figure): number {
  const place = welcome.indexOf(name);
  return (place === -1 ? welcome.length : place) + (value === null ? 2 * welcome.length : 0);
}
