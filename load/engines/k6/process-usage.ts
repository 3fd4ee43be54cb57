import { readFileSync } from 'node:fs';

/** ticksPerSecond: USER_HZ, 100 on every Linux that Node.js runs on. */
const ticksPerSecond = 100;

/** cpuSecondsOf: user and system time of a process since its start, all threads; undefined once it is gone. */
export function cpuSecondsOf(pid: number): number | undefined {
  const stat = readProc(`/proc/${pid}/stat`);
  // The name stands in parentheses and may hold anything; user and system time are fields 14 and 15 (proc(5)).
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields === undefined) return undefined;
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** peakRssBytesOf: the most memory a process has had resident (VmHWM); undefined once it is gone. */
export function peakRssBytesOf(pid: number): number | undefined {
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readProc(`/proc/${pid}/status`) ?? '')?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
}

/** childrenOf names the processes that a process has started itself; none where the kernel does not tell. */
export function childrenOf(pid: number): number[] {
  const children = readProc(`/proc/${pid}/task/${pid}/children`) ?? '';
  return children
    .split(' ')
    .filter((text) => text.trim() !== '')
    .map(Number);
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
