import type { Options } from 'k6/options';
import { numberSetting, setting } from './env.ts';
import { perSecond } from './executors.ts';
import { quickBudgets, thresholdsOf } from './thresholds.ts';

/** steadyOptions: journeys at a steady rate, held against the budgets of the quick suite. */
export function steadyOptions(duration: string): Options {
  const vus = numberSetting('VUS', 200);
  return {
    scenarios: {
      measured: {
        executor: 'constant-arrival-rate',
        ...perSecond(numberSetting('RATE', 10)),
        duration: setting('DURATION') ?? duration,
        preAllocatedVUs: Math.min(vus, 50),
        maxVUs: vus,
      },
    },
    // What k6 had no virtual user for was not sent, and makes the rest look better than it is.
    thresholds: { ...thresholdsOf(quickBudgets), dropped_iterations: ['count==0'] },
  };
}
