import type { ClosedPlan } from '../../model/load-plan.ts';
import { perform } from '../autocannon/assemble.ts';
import { planFor } from './run-load.ts';

// A closed load on the URL in its arguments. The process ends when nothing of it is left to do.
const plan: ClosedPlan = {
  ...planFor(process.argv[2] ?? ''),
  load: { model: 'closed', connections: 2 },
};
await perform(plan, () => {}).finished;
