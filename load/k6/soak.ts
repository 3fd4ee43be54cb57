import type { Options } from 'k6/options';
import { tokensGiven } from './platform.ts';
import { steadyOptions } from './steady.ts';
import { prepareVisits, visit, type Visits } from './visits.ts';

// The booking journey for a long time, to see what grows:
//   k6 run load/k6/soak.ts -e BASE_URL=… -e TOKEN=…
// RATE (journeys per second, 10), DURATION (30m), VUS (at most, 200), SEED (1).
export const options: Options = steadyOptions('30m');

const tokens = tokensGiven();
export const setup = (): Visits => prepareVisits(tokens);
export default visit;
