import type { Options } from 'k6/options';
import { numberSetting, setting } from './env.ts';
import { tokensGiven } from './platform.ts';
import { thresholdsOf } from './thresholds.ts';
import { prepareVisits, visit, type Visits } from './visits.ts';

// Ever more visitors until a budget breaks, which ends it with exit code 99:
//   k6 run load/k6/stress.ts -e BASE_URL=… -e TOKENS_FILE=…
// RATE (journeys per second at first, 5), MAX_RATE (500), DURATION (of the ramp, 2m), P99_MS (50), FAILED_SHARE (0.01),
// VUS (at most, 1000), SEED (1). The percentile is of everything since the start, so that it breaks a little late.
const vus = numberSetting('VUS', 1000);

export const options: Options = {
  scenarios: {
    measured: {
      executor: 'ramping-arrival-rate',
      startRate: Math.ceil(numberSetting('RATE', 5)),
      stages: [{ target: Math.ceil(numberSetting('MAX_RATE', 500)), duration: setting('DURATION') ?? '2m' }],
      preAllocatedVUs: Math.min(vus, 100),
      maxVUs: vus,
    },
  },
  thresholds: thresholdsOf(
    { p99Ms: numberSetting('P99_MS', 50), failedShare: numberSetting('FAILED_SHARE', 0.01) },
    (threshold) => ({ threshold, abortOnFail: true, delayAbortEval: '3s' }),
  ),
};

const tokens = tokensGiven();
export const setup = (): Visits => prepareVisits(tokens);
export default visit;
