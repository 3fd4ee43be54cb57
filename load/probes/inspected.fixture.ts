import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

/** InspectedProcess: a Node.js process whose inspector listens. */
export interface InspectedProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly inspectorUrl: string;
}

const stay = `process.stderr.write('stays\\n'); setInterval(() => {}, 1e9)`;

/** startInspected runs a script in a process of its own to its end, and keeps it there; it is killed after the test. */
export async function startInspected(script: string): Promise<InspectedProcess> {
  const args = ['--inspect=127.0.0.1:0', '--input-type=module', '--eval', `${script}; ${stay}`];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let inspectorUrl: string | undefined;
  for await (const line of createInterface({ input: child.stderr })) {
    inspectorUrl ??= /^Debugger listening on (ws:\S+)$/.exec(line)?.[1];
    if (line === 'stays' && inspectorUrl !== undefined) return { child, pid: child.pid!, inspectorUrl };
  }
  throw new Error('the inspector does not listen');
}

/** ended resolves when a process has ended. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
