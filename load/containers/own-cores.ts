import { readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';

/**
 * ownCores: the cores that this process may use, as Docker takes them; empty, which stands for all, where it may use
 * all. A container gets the same, as a process does that is started from here.
 */
export function ownCores(): string {
  if (availableParallelism() >= cpus().length) return '';
  return /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '';
}
