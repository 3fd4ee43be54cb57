import { readdirSync, readFileSync } from 'node:fs';

const daemons = new Set(['dockerd', 'containerd']);
let daemonPids: readonly number[] | undefined;

/**
 * runtimePids gives what works for containers beside their programs: the process that keeps each of them, which is the
 * parent of its first process, and the engine's own. The engine may work for others as well, which cannot be told apart.
 */
export function runtimePids(firstPids: readonly number[]): number[] {
  daemonPids ??= readDaemons();
  const keepers = firstPids.map((pid) =>
    Number(/^PPid:\s+(\d+)$/m.exec(textOf(`/proc/${pid}/status`))?.[1] ?? pid),
  );
  return [...keepers.filter((pid) => pid > 1), ...daemonPids];
}

function readDaemons(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && daemons.has(textOf(`/proc/${name}/comm`).trim()))
    .map(Number);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
