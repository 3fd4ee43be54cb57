import { readFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { whenOrphaned } from '../../load/model/when-orphaned.ts';
import { LiveServer } from './live-server.ts';
import type { FromLive, ToLive } from './messages.ts';

// The process that serves the page of a run. It is the least important one on the machine, and ends with its parent.
setPriority(constants.priority.PRIORITY_LOW);
// Ctrl-C goes to the whole group; the run still has its report to show.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
whenOrphaned(() => process.exit(0));

const server = new LiveServer();
const answer = (message: FromLive) => process.send?.(message);

try {
  answer({ type: 'listening', port: await server.listen(Number(process.argv[2] ?? 0)) });
} catch (error) {
  answer({ type: 'refused', message: (error as NodeJS.ErrnoException).code ?? String(error) });
}

process.on('message', (message: ToLive) => {
  if (message.type === 'event') server.add(message.event);
  if (message.type === 'measured') server.measured(message.figures);
  if (message.type === 'over') void end(message.reportFile, message.patienceMs);
});

async function end(reportFile: string, patienceMs: number): Promise<void> {
  await server.over(await readFile(reportFile, 'utf8'), patienceMs);
  server.close();
  process.disconnect?.();
}
