import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadPlan } from '../../model/load-plan.ts';
import { Problem } from '../../model/problem.ts';
import { openJournal } from '../paced/journal-file.ts';
import { engineFiles, type FromEngine, type ToEngine } from '../paced/messages.ts';
import { K6Run } from './k6-run.ts';
import { remoteWriteOutput } from './remote-write.ts';

// The k6 engine's own process: starts k6 with a plan from the directory it is given, counts what it tells, and leaves the
// observation there. Arguments: the directory. K6_BIN: the program.
const directory = process.argv[2] ?? '';
const files = engineFiles(directory);
const tell = (message: FromEngine): void => void process.send?.(message);

process.on('SIGINT', () => {});
const plan = JSON.parse(readFileSync(files.plan, 'utf8')) as LoadPlan;
const journal = openJournal(files.journal, (error) => {
  throw error;
});
const order = {
  program: process.env['K6_BIN'] ?? 'k6',
  planFile: files.plan,
  summaryFile: join(directory, 'summary.json'),
  idPrefix: `${randomBytes(4).toString('hex')}-`,
  output: remoteWriteOutput(process.env, plan.clock.startedAt),
};
const load = new K6Run(plan, order, {
  onBegin: () => tell({ type: 'started' }),
  onProgress: (progress) => tell({ type: 'progress', progress }),
  onJournal: (entry) => journal.write(entry),
});
process.on('disconnect', () => {
  load.kill();
  rmSync(directory, { recursive: true, force: true });
  process.exit(1);
});
process.on('message', ({ graceMs }: ToEngine) => load.stop(graceMs));
process.on('SIGTERM', () => load.stop(0));

try {
  const observation = await load.finished();
  await journal.close();
  writeFileSync(files.observation, JSON.stringify(observation));
  process.send?.({ type: 'written' } satisfies FromEngine, () => process.exit(0));
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  process.stderr.write(`${error.message}\n${error.detail ?? ''}\n`);
  process.exit(1);
}
