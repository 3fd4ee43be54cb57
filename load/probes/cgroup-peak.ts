import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** CgroupPeak: the most memory that a process's own control group ever held, or why there is none to tell. */
export type CgroupPeak =
  | { readonly peakBytes: number; readonly note: null }
  | { readonly peakBytes: null; readonly note: string };

/** CgroupFiles: where the kernel's files are; elsewhere in tests. */
export interface CgroupFiles {
  readonly proc: string;
  readonly cgroup: string;
}

const kernelFiles: CgroupFiles = { proc: '/proc', cgroup: '/sys/fs/cgroup' };

interface Membership {
  /** directory of the group, and the file in it that holds the peak. */
  readonly directory: string;
  readonly peakFile: string;
}

/**
 * cgroupPeak reads the peak of the control group that a process has for itself: `memory.peak` (v2, Linux 5.19) or
 * `memory.max_usage_in_bytes` (v1). A group that it shares with anybody but its own children says nothing of it; the first process of a container, which only waits for the other, is nobody.
 * Source: Linux kernel, Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/memory.rst.
 */
export function cgroupPeak(pid: number, files: CgroupFiles = kernelFiles): CgroupPeak {
  const group = membershipOf(pid, files);
  if (group === undefined) return none('this system has no control groups for memory');
  const members = linesOf(join(group.directory, 'cgroup.procs'))?.map(Number);
  if (members === undefined) return none('its control group cannot be read from here');
  const others = members.filter(
    (member) => !isBelow(member, pid, files) && !isFirstOfContainer(member, files),
  );
  if (!members.includes(pid)) return none('its control group cannot be seen from here');
  if (others.length > 0) return none(`it shares its control group with ${others.length} other processes`);
  const peakBytes = Number(linesOf(join(group.directory, group.peakFile))?.[0] ?? Number.NaN);
  return Number.isFinite(peakBytes)
    ? { peakBytes, note: null }
    : none(`its control group has no ${group.peakFile}`);
}

function none(note: string): CgroupPeak {
  return { peakBytes: null, note };
}

/** The line of the v1 controller counts before that of v2, which is there on mixed systems without any controller. */
function membershipOf(pid: number, { proc, cgroup }: CgroupFiles): Membership | undefined {
  const lines = linesOf(join(proc, String(pid), 'cgroup')) ?? [];
  const pathIn = (controllers: RegExp): string | undefined =>
    lines.flatMap((line) => controllers.exec(line)?.[1] ?? [])[0];
  const v1 = pathIn(/^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)$/);
  if (v1 !== undefined)
    return { directory: join(cgroup, 'memory', v1), peakFile: 'memory.max_usage_in_bytes' };
  const v2 = pathIn(/^0::(.*)$/);
  return v2 === undefined ? undefined : { directory: join(cgroup, v2), peakFile: 'memory.peak' };
}

/** isBelow: the process is `ancestor`, or was started by it or by what it started. */
function isBelow(pid: number, ancestor: number, files: CgroupFiles): boolean {
  for (let current = pid; current > 1; current = parentOf(current, files)) {
    if (current === ancestor) return true;
  }
  return false;
}

/** isFirstOfContainer: it is process 1 of a namespace below ours (NSpid, proc_pid_status(5)). */
function isFirstOfContainer(pid: number, { proc }: CgroupFiles): boolean {
  const line = linesOf(join(proc, String(pid), 'status'))?.find((one) => one.startsWith('NSpid:')) ?? '';
  const numbers = line.split(/\s+/).slice(1);
  return numbers.length > 1 && numbers.at(-1) === '1';
}

function parentOf(pid: number, { proc }: CgroupFiles): number {
  const line = linesOf(join(proc, String(pid), 'stat'))?.[0] ?? '';
  return Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
}

function linesOf(path: string): string[] | undefined {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  } catch {
    return undefined;
  }
}
