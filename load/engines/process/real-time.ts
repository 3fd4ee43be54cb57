import { readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { execa } from 'execa';

/** realTimePolicies: SCHED_FIFO and SCHED_RR. */
const realTimePolicies = new Set(['1', '2']);

/** realTimePriority: whatever has none comes after all of these; a watcher comes before those that it watches over. */
export const realTimePriority = { engine: 1, watcher: 2 } as const;

/**
 * takeRealTime has threads, by the kernel's ids, run as soon as they have something to do, whoever else is at work
 * (SCHED_FIFO, sched(7)): without it a thread that wakes up may wait 3 ms for another's slice to end. The kernel leaves
 * others a part of each second all the same. False where this user may not, or chrt is missing.
 */
export async function takeRealTime(
  threads: readonly (number | undefined)[],
  priority: number = realTimePriority.engine,
): Promise<boolean> {
  for (const thread of threads) {
    if (thread === undefined) return false;
    const { failed } = await execa('chrt', ['-f', '-p', String(priority), String(thread)], { reject: false });
    if (failed) return false;
  }
  return true;
}

/** mayTakeRealTime: whether takeRealTime would be allowed. */
export async function mayTakeRealTime(): Promise<boolean> {
  const { failed } = await execa(
    'chrt',
    ['-f', String(realTimePriority.engine), process.execPath, '--version'],
    {
      reject: false,
    },
  );
  return !failed;
}

/** hasRealTime: whether this process's main thread is one of those, by the kernel's own account (field 41 of proc_pid_stat(5)). */
export function hasRealTime(): boolean {
  try {
    const afterName = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1) ?? '';
    return realTimePolicies.has(afterName.split(' ')[38] ?? '');
  } catch {
    return false;
  }
}

/** thisThread: the kernel's id of the thread that asks; undefined where there is no /proc. */
export function thisThread(): number | undefined {
  try {
    return Number(basename(readlinkSync('/proc/thread-self')));
  } catch {
    return undefined;
  }
}
