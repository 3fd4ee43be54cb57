import { readdirSync, readFileSync } from 'node:fs';
import { ticksPerSecond } from './proc-cpu.ts';

interface ProcessStat {
  readonly parent: number;
  /** cpuSeconds with those of children that have ended and were waited for. */
  readonly cpuSeconds: number;
}

/** treeCpuSeconds: the processor time of processes and all below them, ended children included; undefined without /proc. */
export function treeCpuSeconds(roots: readonly number[]): number | undefined {
  const processes = readProcesses();
  if (processes === undefined) return undefined;
  const belongs = new Map<number, boolean>(roots.map((root) => [root, true]));
  let sum = 0;
  for (const [pid, { cpuSeconds }] of processes) if (isBelow(pid, processes, belongs)) sum += cpuSeconds;
  return sum;
}

function isBelow(
  pid: number,
  processes: ReadonlyMap<number, ProcessStat>,
  belongs: Map<number, boolean>,
): boolean {
  const known = belongs.get(pid);
  if (known !== undefined) return known;
  const parent = processes.get(pid)?.parent ?? 0;
  const below = parent > 0 && parent !== pid && isBelow(parent, processes, belongs);
  belongs.set(pid, below);
  return below;
}

function readProcesses(): Map<number, ProcessStat> | undefined {
  const processes = new Map<number, ProcessStat>();
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
function readStat(pid: number): ProcessStat | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    const ticks = [14, 15, 16, 17].reduce((sum, field) => sum + Number(fields[field - 3]), 0);
    return { parent: Number(fields[4 - 3]), cpuSeconds: ticks / ticksPerSecond };
  } catch {
    return undefined;
  }
}
