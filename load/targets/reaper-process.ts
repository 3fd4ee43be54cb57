import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { endAtOnce } from '../model/end-at-once.ts';
import { emptyEngine, startContainers } from './reaper-engine.ts';
import { endProcesses } from './reaper-end.ts';
import { type Adoption, markLabel, type ReaperMessage } from './reaper-messages.ts';

// A process of its own. It remembers what the harness tells it through its standard input; when that closes, for
// whatever reason, it ends every process, removes every directory and container, and starts what was stopped for a while.

const mark = process.argv[2] ?? '';
const adoptions = new Map<number, Adoption>();
const directories = new Set<string>();
const engines = new Set<string>();
/** Containers that were stopped for a while, and the socket of their engine. */
const stopped = new Map<string, string>();

// It ends when the harness has gone, and not before.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => obey(line));
lines.on('close', () => void reap());
process.stdin.on('error', () => lines.close());
process.stdout.write('ready\n');

function obey(line: string): void {
  const message = parse(line);
  if (!message) return;
  if (message.do === 'adopt') adoptions.set(message.process.pid, message.process);
  else if (message.do === 'release') adoptions.delete(message.pid);
  else if (message.do === 'adopt-directory') directories.add(message.path);
  else if (message.do === 'release-directory') directories.delete(message.path);
  else if (message.do === 'adopt-engine') engines.add(message.socketPath);
  else if (message.do === 'release-engine') engines.delete(message.socketPath);
  else if (message.do === 'adopt-stopped')
    for (const id of message.containerIds) stopped.set(id, message.socketPath);
  else for (const id of message.containerIds) stopped.delete(id);
}

// A harness that was killed may leave half a line.
function parse(line: string): ReaperMessage | undefined {
  try {
    return JSON.parse(line) as ReaperMessage;
  } catch {
    return undefined;
  }
}

async function reap(): Promise<void> {
  const emptied = [...engines].map((socketPath) => emptyEngine(socketPath, `${markLabel}=${mark}`));
  await Promise.allSettled([endProcesses([...adoptions.values()], mark), ...emptied]);
  await startContainers(stopped);
  const removals = [...directories].map((path) =>
    rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }),
  );
  await Promise.allSettled(removals);
  endAtOnce();
}
