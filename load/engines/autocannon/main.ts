import type { ClosedPlan } from '../../model/load-plan.ts';
import { runInProcess } from '../process/run-in-process.ts';
import { perform } from './assemble.ts';

// The autocannon engine's own process.
await runInProcess<ClosedPlan>((plan, { onBegin, onProgress }) => {
  const load = perform(plan, onProgress);
  onBegin();
  return load;
});
