import type { RateSweepAnalysis, SweepPoint } from '../../../load/model/rate-sweep-analysis.ts';
import { milliseconds, rangeText } from './cells.ts';
import { formatNumber, formatShort } from './number.ts';
import type { TextTable } from './text-table.ts';

/** sweepSentences: up to which rate the budget holds, and where the knee is. */
export function sweepSentences(sweep: RateSweepAnalysis): string[] {
  const fromSend =
    'The engine times from the actual send: the wait that a late send causes is in none of these times.';
  return [budgetSentence(sweep), kneeSentence(sweep), ...(sweep.timedFrom === undefined ? [] : [fromSend])];
}

function budgetSentence(sweep: RateSweepAnalysis): string {
  const { highestWithinBudgetRps: kept } = sweep;
  const budget = `The budget, p99 ≤ ${formatShort(sweep.budgetP99Ms)} ms with nothing failed,`;
  if (kept === null && sweep.lowestBeyondBudgetRps === null)
    return `Whether the budget, p99 ≤ ${formatShort(sweep.budgetP99Ms)} ms with nothing failed, holds cannot be told of any measured rate.`;
  if (kept === null) return `${budget} holds at no measured rate.`;
  return `${budget} holds up to ${rate(kept)}; ${beyondSentence(sweep, kept)}.`;
}

/** beyondSentence: what is known of the rates above the highest that keeps the budget. */
function beyondSentence({ points, lowestBeyondBudgetRps: broken }: RateSweepAnalysis, kept: number): string {
  const open = points.find(({ offeredRps }) => offeredRps > kept && offeredRps !== broken);
  const untold = open && open.offeredRps < (broken ?? Infinity) ? rate(open.offeredRps) : undefined;
  const end =
    broken === null
      ? 'no measured rate breaks it, so its end was not seen'
      : `at ${rate(broken)} it is broken`;
  return untold === undefined ? end : `whether it does at ${untold} cannot be told, and ${end}`;
}

/** sweepDoubts: which rates are not to be believed, and why. */
export function sweepDoubts({ points }: RateSweepAnalysis): string[] {
  return points
    .filter(({ believed }) => !believed)
    .map(({ offeredRps, doubts }) => `${rate(offeredRps)}: ${doubts.join('; ')}`);
}

function kneeSentence({ knee }: RateSweepAnalysis): string {
  if (!knee.found) return `The knee was not found: ${knee.reason}.`;
  const sign = {
    'achieved-rate': 'beyond it, fewer requests are answered than are sent',
    'response-time': 'beyond it, response times run away',
  }[knee.sign];
  return `The knee lies between ${formatNumber(knee.belowRps)} and ${rate(knee.fromRps)}: ${sign}.`;
}

/** sweepTable: every measured rate. */
export function sweepTable({ points, budgetP99Ms }: RateSweepAnalysis): TextTable {
  return {
    caption: `Every measured rate; the budget is p99 ≤ ${formatShort(budgetP99Ms)} ms with nothing failed`,
    headings: [
      '#Offered req/s',
      '#Journeys/s',
      '#Answered req/s',
      '#p50 ms',
      '#p90 ms',
      '#p99 ms',
      '#p99 interval',
      '#Failed',
      'Keeps the budget',
      'Believed',
    ],
    rows: points.map(sweepRow),
  };
}

function sweepRow(point: SweepPoint): string[] {
  return [
    formatNumber(point.offeredRps),
    formatShort(point.journeysPerSecond, 4),
    formatNumber(point.throughputRps),
    milliseconds(point.p50Ms),
    milliseconds(point.p90Ms),
    milliseconds(point.p99Ms),
    rangeText(point.p99Interval),
    `${formatShort(point.failedShare * 100)}%`,
    { yes: '✓ yes', no: '✗ no', 'cannot-tell': '? cannot tell' }[point.keepsBudget],
    point.believed ? '✓ yes' : '✗ doubted',
  ];
}

function rate(rps: number): string {
  return `${formatNumber(rps)} requests/s`;
}
