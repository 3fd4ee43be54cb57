import type {
  BrowserObservation,
  PageVisitSeen,
  Vital,
  VitalSummary,
} from '../../model/browser-observation.ts';
import { extent, median } from '../../../stats/order-statistics.ts';

/** summariesOf: each vital over the visits that came to their confirmation and told it. */
export function summariesOf(visits: readonly PageVisitSeen[]): BrowserObservation['summaries'] {
  const done = visits.filter(({ failure }) => failure === null);
  const of = (vital: Vital): VitalSummary => summaryOf(done.flatMap(({ values }) => values[vital] ?? []));
  return {
    ttfb: of('ttfb'),
    fcp: of('fcp'),
    lcp: of('lcp'),
    inp: of('inp'),
    cls: of('cls'),
    confirmation: of('confirmation'),
  };
}

function summaryOf(values: readonly number[]): VitalSummary {
  if (values.length === 0) return { n: 0, median: null, low: null, high: null };
  return { n: values.length, median: median(values), ...extent(values) };
}
