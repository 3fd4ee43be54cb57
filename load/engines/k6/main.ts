import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { engineFiles } from '../process/messages.ts';
import { runInProcess } from '../process/run-in-process.ts';
import { K6Run } from './k6-run.ts';
import { remoteWriteOutput } from './remote-write.ts';

// The k6 engine's own process, which starts k6 and counts what it tells. K6_BIN: the program.
await runInProcess((plan, host) => {
  const order = {
    program: process.env['K6_BIN'] ?? 'k6',
    planFile: engineFiles(host.directory).plan,
    summaryFile: join(host.directory, 'summary.json'),
    idPrefix: `${randomBytes(4).toString('hex')}-`,
    output: remoteWriteOutput(process.env, plan.clock.startedAt),
  };
  return new K6Run(plan, order, host);
});
