import { pacedEngine } from '../paced.ts';
import { planFor } from './run-load.ts';

// A parent that starts a long load on the URL in its arguments, tells the engine's process id, and waits to be killed.
const load = await pacedEngine.start(planFor(process.argv[2] ?? '', { durationMs: 60_000 }));
process.stdout.write(`${load.pid}\n`);
await load.finished;
