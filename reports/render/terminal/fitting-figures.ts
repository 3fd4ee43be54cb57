import type { Figure } from '../../../load/model/figure.ts';

/** welcome: figures that are worth a line before others, the worthiest first. */
const welcome = [
  'latency.response_time.p99',
  'latency.response_time.p50',
  'memory.rss.under_load',
  'startup.spawn_to_ready.p50',
  'shutdown.control.lost_requests',
  'latency.highest_rate_within_budget',
  'latency.ceiling.throughput',
  'latency.response_time.p90',
  'latency.throughput',
  'startup.warm.saved.p50',
  'scale_out.contention',
  'memory.rss.idle',
  'startup.spawn_to_first_answer.p50',
  'bookings.acknowledged',
];

/**
 * fittingFigures: the figures for so many lines, in their order. Those whose budget is broken or open stay, even when
 * that is too many; then come budgets of right and wrong, other budgets, and what has none. The page has them all.
 */
export function fittingFigures(figures: readonly Figure[], lines: number): Figure[] {
  const urgent = figures.filter(isUrgent);
  const others = figures.filter((figure) => !isUrgent(figure)).sort((a, b) => rank(a) - rank(b));
  const kept = new Set([...urgent, ...others.slice(0, Math.max(0, lines - urgent.length))]);
  return figures.filter((figure) => kept.has(figure));
}

function isUrgent({ verdict, value }: Figure): boolean {
  return verdict === 'fail' || (verdict === 'inconclusive' && value !== null);
}

/** rank: the lower, the worthier; each of the four classes has room for all that are welcome. */
function rank({ name, value, budget }: Figure): number {
  const found = welcome.indexOf(name);
  const place = found === -1 ? welcome.length : found;
  const unmeasured = value === null ? 2 : 0;
  const kind = budget === undefined ? 2 : budget.correctness ? 0 : 1;
  return (kind + unmeasured) * (welcome.length + 1) + place;
}
