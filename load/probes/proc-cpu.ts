import { readdirSync, readFileSync } from 'node:fs';
import { ticksPerSecond } from '../model/process-tree.ts';

/** cpuSeconds: the processor time that a process has used in all its threads; undefined when it is gone. */
export function cpuSeconds(pid: number): number | undefined {
  try {
    return parseCpuSeconds(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * fineCpuMs: the same in milliseconds, to the microsecond: what the scheduler counts for each thread. Undefined when the
 * process is gone, or the kernel does not tell (CONFIG_SCHED_INFO). A thread that ended takes its time along.
 */
export function fineCpuMs(pid: number): number | undefined {
  try {
    const threads = `/proc/${pid}/task`;
    const nanoseconds = readdirSync(threads)
      .map((thread) => Number.parseInt(readFileSync(`${threads}/${thread}/schedstat`, 'utf8'), 10))
      .reduce((sum, one) => sum + one, 0);
    return Number.isNaN(nanoseconds) ? undefined : nanoseconds / 1e6;
  } catch {
    return undefined;
  }
}

/** parseCpuSeconds reads utime and stime, fields 14 and 15 (proc_pid_stat(5)); the name may hold spaces and ")". */
export function parseCpuSeconds(line: string): number {
  const afterName = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return (Number(afterName[14 - 3]) + Number(afterName[15 - 3])) / ticksPerSecond;
}
