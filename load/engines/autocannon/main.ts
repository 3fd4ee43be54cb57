import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { ClosedPlan } from '../../model/load-plan.ts';
import { engineFiles, type FromEngine, type ToEngine } from '../paced/messages.ts';
import { perform } from './assemble.ts';

// The autocannon engine's own process: reads a plan from the directory it is given, and leaves the observation there.
const directory = process.argv[2] ?? '';
const files = engineFiles(directory);
const tell = (message: FromEngine): void => void process.send?.(message);

// Ctrl-C reaches every process of a terminal; when to stop is the parent's decision. Without a parent there is no one
// left to read the result.
process.on('SIGINT', () => {});
process.on('disconnect', () => {
  rmSync(directory, { recursive: true, force: true });
  process.exit(1);
});

const plan = JSON.parse(readFileSync(files.plan, 'utf8')) as ClosedPlan;
const load = perform(plan, (progress) => tell({ type: 'progress', progress }));
process.on('message', ({ graceMs }: ToEngine) => load.stop(graceMs));
process.on('SIGTERM', () => load.stop(0));
tell({ type: 'started' });

const observation = await load.finished;
writeFileSync(files.journal, '');
writeFileSync(files.observation, JSON.stringify(observation));
process.send?.({ type: 'written' } satisfies FromEngine, () => process.exit(0));
