import { dueQueue } from './due-queue.ts';
import type { Planned } from './exchange.ts';
import type { Itinerary } from './journey.ts';

/** ScheduleTimes: the moments that divide a load, on the clock of performance.now(). */
export interface ScheduleTimes {
  readonly startMs: number;
  readonly measuredFromMs: number;
  readonly endMs: number;
}

/** Schedule: what is to be sent and when. It never looks at what the server does with it. */
export interface Schedule {
  /** measuredJourneys: begun after the warm-up; `empty` of them made no request at all. */
  readonly measuredJourneys: { readonly begun: number; readonly empty: number };
  /** firstDueMs: when the next request or journey is due; Infinity when nothing more is due before the end. */
  firstDueMs(): number;
  /** secondDueMs: a guess at when the one after the next will be due; journeys under way may bring others before it. */
  secondDueMs(): number;
  /** take removes what is due first; undefined when it was a journey that makes no request. */
  take(): Planned | undefined;
  /** goOn schedules a journey's next step, its think time after `atMs`; false when its way is over. */
  goOn(after: Planned, atMs: number): boolean;
  /** endAt brings the end forward: nothing that is due then or later is taken any more. */
  endAt(endMs: number): void;
}

/** schedule merges the starts of journeys, as `nextArrivalMs` gives them since the start, with steps of those under way. */
export function schedule(itinerary: Itinerary, nextArrivalMs: () => number, times: ScheduleTimes): Schedule {
  const steps = dueQueue<Planned>();
  let cutMs = Number.POSITIVE_INFINITY;
  const endMs = (): number => Math.min(times.endMs, cutMs);
  const measuredJourneys = { begun: 0, empty: 0 };
  let journeys = 0;
  let arrivalMs = times.startMs + nextArrivalMs();
  let laterArrivalMs = times.startMs + nextArrivalMs();

  const beginJourney = (): Planned | undefined => {
    const scheduledMs = arrivalMs;
    arrivalMs = laterArrivalMs;
    laterArrivalMs = times.startMs + nextArrivalMs();
    const journey = itinerary.begin(journeys++, scheduledMs >= times.measuredFromMs);
    const first = itinerary.next(journey, 0);
    if (journey.measured) measuredJourneys.begun += 1;
    if (journey.measured && first === undefined) measuredJourneys.empty += 1;
    return first && { journey, stepIndex: first.index, step: first.step, scheduledMs };
  };

  return {
    measuredJourneys,
    firstDueMs() {
      const dueMs = Math.min(arrivalMs, steps.firstDueMs());
      return dueMs < endMs() ? dueMs : Number.POSITIVE_INFINITY;
    },
    secondDueMs: () =>
      arrivalMs <= steps.firstDueMs() ? Math.min(laterArrivalMs, steps.firstDueMs()) : arrivalMs,
    take: () => (arrivalMs <= steps.firstDueMs() ? beginJourney() : steps.shift()?.item),
    goOn({ journey, stepIndex }, atMs) {
      const next = itinerary.next(journey, stepIndex + 1);
      if (next === undefined) return false;
      const { index, step, thinkTimeMs } = next;
      const scheduledMs = atMs + thinkTimeMs;
      if (scheduledMs < endMs()) steps.push(scheduledMs, { journey, stepIndex: index, step, scheduledMs });
      return true;
    },
    endAt(earlierMs) {
      cutMs = Math.min(cutMs, earlierMs);
    },
  };
}
