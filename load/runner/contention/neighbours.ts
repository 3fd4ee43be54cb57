import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Guard } from '../../model/guard.ts';
import { Problem } from '../../model/problem.ts';
import { cpuSeconds } from '../../probes/proc-cpu.ts';

/** Neighbours: busy processes of ours, one per core, that take what they can get. */
export interface Neighbours {
  readonly processes: number;
  /** cpuShare: of all cores, what they had since they were at work; 0 to 1. */
  cpuShare(): number;
  /** end kills them and resolves when they are gone. Safe to call again. */
  end(): Promise<void>;
}

const script = fileURLToPath(new URL('busy-process.ts', import.meta.url));
const smallHeap = ['--max-semi-space-size=1', '--max-old-space-size=32', '--v8-pool-size=1'];
const atWorkCpuSeconds = 0.2;
const startDeadlineMs = 15_000;

/** startNeighbours starts them under the guard and resolves when each is at work; they end by themselves after longestMs. */
export async function startNeighbours(guard: Guard, longestMs: number): Promise<Neighbours> {
  const processes = availableParallelism();
  const neighbours = Array.from({ length: processes }, () => startOne(guard, longestMs));
  const end = async (): Promise<void> => {
    await Promise.all(neighbours.map((neighbour) => endOne(guard, neighbour)));
  };
  try {
    await Promise.all(neighbours.map(atWork));
  } catch (error) {
    await end();
    throw error;
  }
  const [fromMs, fromSeconds] = [performance.now(), used(neighbours)];
  return {
    processes,
    end,
    cpuShare: () => {
      const elapsedSeconds = (performance.now() - fromMs) / 1000;
      return Math.max(0, used(neighbours) - fromSeconds) / (elapsedSeconds * processes);
    },
  };
}

function startOne(guard: Guard, longestMs: number): ChildProcess {
  const child = spawn(process.execPath, [...smallHeap, script, String(longestMs)], {
    detached: true,
    stdio: 'ignore',
    env: { ...guard.environment },
  });
  child.once('error', () => {});
  if (child.pid !== undefined) guard.adopt(child.pid);
  return child;
}

async function endOne(guard: Guard, child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
  guard.release(child.pid);
}

async function atWork({ pid }: ChildProcess): Promise<void> {
  const untilMs = performance.now() + startDeadlineMs;
  while ((cpuSeconds(pid ?? -1) ?? 0) < atWorkCpuSeconds) {
    if (performance.now() > untilMs) {
      throw new Problem(
        'harness',
        `a busy neighbour (${script}) was not at work within ${startDeadlineMs} ms.`,
        {
          next: 'Check that this machine can start another Node.js process.',
        },
      );
    }
    await delay(20);
  }
}

function used(neighbours: readonly ChildProcess[]): number {
  return neighbours.reduce((sum, { pid }) => sum + (cpuSeconds(pid ?? -1) ?? 0), 0);
}
