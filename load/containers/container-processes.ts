import { readdirSync, readFileSync } from 'node:fs';
import { readTree, type ProcessCpu, type Processes, type Tree } from '../model/process-tree.ts';

const daemons = new Set(['dockerd', 'containerd']);
let daemonPids: readonly number[] | undefined;

/**
 * ContainerProcesses keeps account of the first process of each container that was started: of those that run, and of
 * what those and their keepers had used that were told to end, since the kernel forgets that with them.
 */
export class ContainerProcesses implements Processes {
  readonly #running = new Set<number>();
  readonly #toldToEnd = new Map<number, ProcessCpu>();

  /**
   * pids: what works for containers beside their programs: the process that keeps each of them, which is the parent of its
   * first process, and the engine's own. The engine may work for others as well, which cannot be told apart.
   */
  get pids(): readonly number[] {
    daemonPids ??= readDaemons();
    return [...this.firstPids.flatMap(keeperOf), ...daemonPids];
  }

  /** firstPids of the containers that run. */
  get firstPids(): readonly number[] {
    return [...this.#running];
  }

  get toldToEnd(): Tree {
    return this.#toldToEnd;
  }

  /** started and ended are called when a container's first process has begun, and when it is gone. */
  started(firstPid: number): void {
    this.#running.add(firstPid);
  }

  /** ending is called before the container of a process is told to end; again does no harm. */
  ending(firstPid: number): void {
    for (const [pid, cpu] of readTree(keeperOf(firstPid)) ?? []) this.#toldToEnd.set(pid, cpu);
  }

  ended(firstPid: number): void {
    this.#running.delete(firstPid);
  }

  /** clear forgets which containers run: they are somebody else's from now on. */
  clear(): void {
    this.#running.clear();
  }
}

function keeperOf(firstPid: number): number[] {
  const parent = Number(/^PPid:\s+(\d+)$/m.exec(textOf(`/proc/${firstPid}/status`))?.[1] ?? firstPid);
  return parent > 1 ? [parent] : [];
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
