import { z } from 'zod';
import { failureKinds, type Ledger } from './ledger.ts';
import type { LoadTally } from './load-tally.ts';
import { ownMetrics } from './own-metrics.ts';
import type { Buckets } from './own-sample.ts';

const count = z.int().nonnegative();

/** addedSchema: what came to a histogram since the point before: pairs of a bucket's place and its count, and the sum. */
const addedSchema = z.strictObject({ counts: z.array(z.tuple([count, count])), sum: z.number() });

/** phaseStepSchema: what came to a phase of a load since the point before; what did not change is left out. */
const phaseStepSchema = z.strictObject({
  responseTime: addedSchema.optional(),
  serviceTime: addedSchema.optional(),
  dispatchDelay: addedSchema.optional(),
  /** lost: requests by kind of failure. */
  lost: z.record(z.string(), count).optional(),
});

/** coursePointSchema: what happened to a load since the point before, whenever it was scheduled. */
const coursePointSchema = z.strictObject({
  atMs: z.number(),
  inFlight: count,
  warmUp: phaseStepSchema.optional(),
  measuring: phaseStepSchema.optional(),
  journeys: z.strictObject({ begun: count, completed: count, endedEarly: count, broken: count }),
});

/**
 * loadCourseSchema: a load as it was told while it went on, every few seconds, for those who draw it later as one that is
 * pushed. Times are counted into the buckets of `ownMetrics`, whose bounds in seconds stand beside them.
 */
export const loadCourseSchema = z.strictObject({
  bounds: z.strictObject({
    responseTime: z.array(z.number()),
    serviceTime: z.array(z.number()),
    dispatchDelay: z.array(z.number()),
  }),
  points: z.array(coursePointSchema),
});
export type LoadCourse = z.infer<typeof loadCourseSchema>;
export type PhaseStep = z.infer<typeof phaseStepSchema>;
type CoursePoint = z.infer<typeof coursePointSchema>;
type PhaseTally = LoadTally['measuring'];

/** courseTimes: the times whose course is kept. */
export const courseTimes = ['responseTime', 'serviceTime', 'dispatchDelay'] as const;

/** Told: what of a second enters a course. */
export interface Told {
  readonly atMs: number;
  readonly inFlight: number;
  readonly tally: LoadTally;
}

/** CourseRecorder keeps a point of a load's course at most every `stepMs`. */
export class CourseRecorder {
  readonly #stepMs: number;
  readonly #points: CoursePoint[] = [];
  #last: Told | undefined;

  constructor(stepMs: number) {
    this.#stepMs = stepMs;
  }

  /** tell takes what an engine tells once a second; half a second is for its being late. */
  tell(second: Told): void {
    if (second.atMs < (this.#last?.atMs ?? -Infinity) + this.#stepMs - 500) return;
    this.#points.push(pointOf(second, this.#last?.tally));
    this.#last = second;
  }

  read(): LoadCourse {
    const [responseTime, serviceTime, dispatchDelay] = courseTimes.map((time) => [
      ...ownMetrics[time].buckets,
    ]);
    return {
      bounds: {
        responseTime: responseTime!,
        serviceTime: serviceTime!,
        dispatchDelay: dispatchDelay!,
      },
      points: [...this.#points],
    };
  }
}

function pointOf({ atMs, inFlight, tally }: Told, before: LoadTally | undefined): CoursePoint {
  const [warmUp, measuring] = (['warmUp', 'measuring'] as const).map((phase) =>
    stepOf(tally[phase], before?.[phase]),
  );
  const { begun, completed, endedEarly, broken } = tally.journeys;
  const then = before?.journeys;
  return {
    atMs,
    inFlight,
    ...(warmUp && { warmUp }),
    ...(measuring && { measuring }),
    journeys: {
      begun: begun - (then?.begun ?? 0),
      completed: completed - (then?.completed ?? 0),
      endedEarly: endedEarly - (then?.endedEarly ?? 0),
      broken: broken - (then?.broken ?? 0),
    },
  };
}

function stepOf(now: PhaseTally, before: PhaseTally | undefined): PhaseStep | undefined {
  const times = courseTimes.flatMap((time) => {
    const added = addedTo(now[time], before?.[time]);
    return added === undefined ? [] : [[time, added] as const];
  });
  const lost = lostSince(now.ledger, before?.ledger);
  if (times.length + lost.length === 0) return undefined;
  return { ...Object.fromEntries(times), ...(lost.length > 0 && { lost: Object.fromEntries(lost) }) };
}

function addedTo(now: Buckets, before: Buckets | undefined): PhaseStep['responseTime'] {
  const counts = now.counts.flatMap((counted, place): [number, number][] => {
    const added = counted - (before?.counts[place] ?? 0);
    return added === 0 ? [] : [[place, added]];
  });
  // Microseconds are as much as a time holds.
  const sum = Math.round((now.sum - (before?.sum ?? 0)) * 1e6) / 1e6;
  return counts.length === 0 ? undefined : { counts, sum };
}

function lostSince(now: Ledger, before: Ledger | undefined): [kind: string, added: number][] {
  return failureKinds.flatMap((kind): [string, number][] => {
    const added = now.failures[kind] - (before?.failures[kind] ?? 0);
    return added === 0 ? [] : [[kind, added]];
  });
}
