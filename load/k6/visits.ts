import exec from 'k6/execution';
import { bookingJourney } from '../scenarios/booking-journey.ts';
import { numberSetting } from './env.ts';
import { journeysOf, type Journeys, type Witness } from './journey.ts';
import { eventsOf, platformOf, type Platform } from './platform.ts';
import { readySteps } from './steps.ts';

/** Visits: what the journeys of a script that runs on its own need; made once, before the load. */
export interface Visits extends Platform {
  readonly events: ReturnType<typeof eventsOf>;
}

/** prepareVisits looks at the platform. */
export function prepareVisits(tokens: readonly string[]): Visits {
  const platform = platformOf(tokens);
  return { ...platform, events: eventsOf(platform) };
}

const timeoutMs = 10_000;
const seed = numberSetting('SEED', 1);
let journeys: Journeys | undefined;

/** visit takes one journey through the platform; k6's own metrics are its account. */
export function visit(visits: Visits): void {
  journeys ??= readyJourneys(visits);
  journeys.walk(exec.scenario.iterationInTest, silent);
}

function readyJourneys(visits: Visits): Journeys {
  const scenario = bookingJourney(visits);
  return journeysOf(scenario, readySteps(scenario, visits.baseUrl, timeoutMs), seed);
}

const silent: Witness = {
  isOver: () => false,
  sending: (stepIndex) => `k6-${exec.vu.idInTest}-${exec.vu.iterationInInstance}-${stepIndex}`,
  answered: () => {},
};
