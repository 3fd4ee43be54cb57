import type { Metrics } from '../../kit/registry.ts';
import type { Beacon, Measurement } from './beacon.ts';
import { pageLabel } from './page-label.ts';

const longestMs = 600_000;
const largestShift = 100;

/** webVitals gives what counts the web vitals of a beacon. They are of the page on which the visit began. */
export function webVitals(metrics: Metrics): (beacon: Beacon) => void {
  const inSeconds = {
    lcp: metrics.histogram('webVitalsLcp'),
    fcp: metrics.histogram('webVitalsFcp'),
    ttfb: metrics.histogram('webVitalsTtfb'),
    inp: metrics.histogram('webVitalsInp'),
  };
  const shifts = metrics.histogram('webVitalsCls');
  return ({ meta, measurements = [] }) => {
    for (const { values, context } of measurements.filter(isWebVital)) {
      const page = pageLabel(context?.['page'] ?? meta.view?.name);
      for (const [name, histogram] of Object.entries(inSeconds)) {
        const ms = values[name];
        if (isWithin(ms, longestMs)) histogram.observe({ page }, ms / 1000);
      }
      const shift = values['cls'];
      if (isWithin(shift, largestShift)) shifts.observe({ page }, shift);
    }
  };
}

function isWebVital({ type }: Measurement): boolean {
  return type === 'web-vitals';
}

/** Whoever sends nonsense does not get it into a sum. */
function isWithin(value: number | null | undefined, largest: number): value is number {
  return typeof value === 'number' && value >= 0 && value <= largest;
}
