import { readFileSync } from 'node:fs';

/** ticksPerSecond: USER_HZ, which Linux fixes at 100 for what it tells user space, whatever the kernel's own tick is. */
export const ticksPerSecond = 100;

/** cpuSeconds: the processor time that a process has used in all its threads; undefined when it is gone. */
export function cpuSeconds(pid: number): number | undefined {
  try {
    return parseCpuSeconds(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return undefined;
  }
}

/** parseCpuSeconds reads utime and stime, fields 14 and 15 (proc_pid_stat(5)); the name may hold spaces and ")". */
export function parseCpuSeconds(line: string): number {
  const afterName = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return (Number(afterName[14 - 3]) + Number(afterName[15 - 3])) / ticksPerSecond;
}
