import type { Options } from 'k6/options';
import { tokensGiven } from './platform.ts';
import { steadyOptions } from './steady.ts';
import { prepareVisits, visit, type Visits } from './visits.ts';

// The booking journey at a steady rate:
//   k6 run load/k6/booking-journey.ts -e BASE_URL=http://127.0.0.1:8080 -e TOKEN=…
// RATE (journeys per second, 10), DURATION (30s), VUS (at most, 200), SEED (1).
export const options: Options = steadyOptions('30s');

const tokens = tokensGiven();
export const setup = (): Visits => prepareVisits(tokens);
export default visit;
