import type { OpenPlan } from '../../model/load-plan.ts';
import { takeRealTime } from '../process/real-time.ts';
import { runInProcess } from '../process/run-in-process.ts';
import { perform } from './assemble.ts';
import { dryRun } from './dry-run.ts';
import { sleeperAlarm } from './sleeper-alarm.ts';

// The paced engine's own process.
await runInProcess<OpenPlan>(async (plan, { onBegin, onProgress, onJournal }) => {
  const alarm = await sleeperAlarm();
  await dryRun(plan, { alarm });
  await takeRealTime([process.pid, alarm.thread]);
  const load = perform(plan, { alarm, onProgress, onJournal });
  onBegin();
  return load;
});
