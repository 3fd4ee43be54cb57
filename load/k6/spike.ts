import type { Options } from 'k6/options';
import { numberSetting } from './env.ts';
import { tokensGiven } from './platform.ts';
import { thresholdsOf } from './thresholds.ts';
import { prepareVisits, visit, type Visits } from './visits.ts';

// A calm, ten times as many visitors within a second, and the calm again:
//   k6 run load/k6/spike.ts -e BASE_URL=… -e TOKENS_FILE=…
// RATE (journeys per second of the calm, 5), SPIKE_RATE (ten times that), CALM_SECONDS (10), SPIKE_SECONDS (10),
// VUS (at most, 500), SEED (1). Nothing may fail; how slow it becomes, the output shows.
const calm = Math.ceil(numberSetting('RATE', 5));
const spike = Math.ceil(numberSetting('SPIKE_RATE', calm * 10));
const calmFor = `${numberSetting('CALM_SECONDS', 10)}s`;
const vus = numberSetting('VUS', 500);

export const options: Options = {
  scenarios: {
    measured: {
      executor: 'ramping-arrival-rate',
      startRate: calm,
      stages: [
        { target: calm, duration: calmFor },
        { target: spike, duration: '1s' },
        { target: spike, duration: `${numberSetting('SPIKE_SECONDS', 10)}s` },
        { target: calm, duration: '1s' },
        { target: calm, duration: calmFor },
      ],
      preAllocatedVUs: Math.min(vus, 100),
      maxVUs: vus,
    },
  },
  thresholds: thresholdsOf({ failedShare: 0 }),
};

const tokens = tokensGiven();
export const setup = (): Visits => prepareVisits(tokens);
export default visit;
