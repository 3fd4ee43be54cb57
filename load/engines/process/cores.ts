import { readFileSync } from 'node:fs';
import { execa } from 'execa';

/** pin moves a process with all its threads to some cores; false where that cannot be done. */
export async function pin(pid: number, cores: readonly number[]): Promise<boolean> {
  await execa('taskset', ['-acp', listOf(cores), String(pid)], { reject: false });
  // taskset -a exits with 0 for a process that is gone.
  return listOf(allowedCores(pid)) === listOf(cores);
}

/** pinThread is `pin` for a single thread, by the kernel's id. */
export async function pinThread(thread: number, core: number): Promise<boolean> {
  await execa('taskset', ['-cp', String(core), String(thread)], { reject: false });
  return listOf(allowedCores(thread)) === String(core);
}

/** allowedCores: the cores that a process or a thread may run on, by number; none where the system does not tell. */
export function allowedCores(pid: number | 'self' = 'self'): number[] {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return parseCoreList(/^Cpus_allowed_list:\s*(.*)$/m.exec(status)?.[1] ?? '');
  } catch {
    return [];
  }
}

/** parseCoreList reads the kernel's lists, such as `0-2,5` (cpuset(7)). */
export function parseCoreList(text: string): number[] {
  return text
    .split(',')
    .filter((part) => /^\d+(-\d+)?$/.test(part.trim()))
    .flatMap((part) => {
      const [from = 0, to = from] = part.split('-').map(Number);
      return Array.from({ length: to - from + 1 }, (_, i) => from + i);
    });
}

/** listOf writes cores as taskset takes them. */
export function listOf(cores: readonly number[]): string {
  return cores.join(',');
}
