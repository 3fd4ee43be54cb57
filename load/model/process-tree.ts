import { readdirSync, readFileSync } from 'node:fs';

/** ticksPerSecond: USER_HZ, which Linux fixes at 100 for what it tells user space, whatever the kernel's own tick is. */
export const ticksPerSecond = 100;

/** ProcessCpu: what a process has used, with those of its children that have ended and were waited for. */
export interface ProcessCpu {
  readonly parent: number;
  readonly cpuSeconds: number;
}

/** Tree: processes by their ids. */
export type Tree = ReadonlyMap<number, ProcessCpu>;

/** Processes: some that are not below this one, and what had been seen of those among them that were told to end. */
export interface Processes {
  readonly pids: readonly number[];
  /** toldToEnd: as they were when they were told to, and for good, so that one that lives between two looks is seen. */
  readonly toldToEnd: Tree;
}

/** readTree: processes and all below them, that run now; undefined without /proc. */
export function readTree(roots: readonly number[]): Tree | undefined {
  const processes = readProcesses();
  if (processes === undefined) return undefined;
  const belongs = new Map<number, boolean>(roots.map((root) => [root, true]));
  return new Map([...processes].filter(([pid]) => isBelow(pid, processes, belongs)));
}

/**
 * usedBetween: the processor seconds that a tree used from one look to the next. Of a process that has ended meanwhile, the
 * nearest one above it that runs has the time, as each waits for those below it. Where none does, as when a container ends
 * together with what kept it, its time is left as it was: what it used after the first look stays unseen.
 */
export function usedBetween(before: Tree, after: Tree): number {
  const unclaimed = [...before.keys()].filter((pid) => !isClaimed(pid, before, after));
  const left = secondsOf(unclaimed.flatMap((pid) => before.get(pid) ?? []));
  return Math.max(0, secondsOf(after.values()) - secondsOf(before.values()) + left);
}

/** isClaimed: whether it runs, or one above it does. */
function isClaimed(pid: number, before: Tree, after: Tree): boolean {
  if (after.has(pid)) return true;
  const parent = before.get(pid)?.parent;
  return parent !== undefined && isClaimed(parent, before, after);
}

function secondsOf(processes: Iterable<ProcessCpu>): number {
  let seconds = 0;
  for (const { cpuSeconds } of processes) seconds += cpuSeconds;
  return seconds;
}

function isBelow(pid: number, processes: Tree, belongs: Map<number, boolean>): boolean {
  const known = belongs.get(pid);
  if (known !== undefined) return known;
  const parent = processes.get(pid)?.parent ?? 0;
  const below = parent > 0 && parent !== pid && isBelow(parent, processes, belongs);
  belongs.set(pid, below);
  return below;
}

function readProcesses(): Map<number, ProcessCpu> | undefined {
  const processes = new Map<number, ProcessCpu>();
  try {
    for (const name of readdirSync('/proc')) {
      const pid = Number(name);
      const stat = Number.isInteger(pid) ? readStat(pid) : undefined;
      if (stat !== undefined) processes.set(pid, stat);
    }
  } catch {
    return undefined;
  }
  return processes;
}

/** readStat reads ppid, utime, stime, cutime and cstime: fields 4 and 14 to 17 (proc_pid_stat(5)). */
function readStat(pid: number): ProcessCpu | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    const ticks = [14, 15, 16, 17].reduce((sum, field) => sum + Number(fields[field - 3]), 0);
    return { parent: Number(fields[4 - 3]), cpuSeconds: ticks / ticksPerSecond };
  } catch {
    return undefined;
  }
}
