import { childrenOf } from '../engines/k6/process-usage.ts';
import { listOf, pin } from '../engines/process/cores.ts';

/** Pinning: which cores the load generator has for itself; the services, databases and the harness have the others. */
export type Pinning =
  | {
      readonly pinned: true;
      readonly generatorCores: readonly number[];
      readonly otherCores: readonly number[];
    }
  | { readonly pinned: false; readonly reason: string };

/** fewestCores: with less, cores of its own for the generator would leave the services too little to be themselves. */
const fewestCores = 4;

/** planPinning gives the generator one core in four, the last ones, where there are enough. */
export function planPinning(cores: readonly number[]): Pinning {
  if (cores.length < fewestCores) {
    const count = cores.length === 1 ? '1 core is' : `${cores.length} cores are`;
    return {
      pinned: false,
      reason: `${count} too few to keep generator and services apart, which takes ${fewestCores}`,
    };
  }
  const first = cores.length - Math.floor(cores.length / 4);
  return { pinned: true, generatorCores: cores.slice(first), otherCores: cores.slice(0, first) };
}

/** pinningText says where what runs, for a result. */
export function pinningText(pinning: Pinning): string {
  if (!pinning.pinned) return `not pinned: ${pinning.reason}`;
  return `generator on cores ${listOf(pinning.generatorCores)}, all else on ${listOf(pinning.otherCores)}`;
}

/**
 * pinHarness moves this process, and so all that it starts from now on, to the cores that are not the generator's.
 * It gives a plan that says why not where that cannot be done.
 */
export async function pinHarness(plan: Pinning): Promise<Pinning> {
  if (!plan.pinned) return plan;
  return (await pin(process.pid, plan.otherCores))
    ? plan
    : { pinned: false, reason: 'taskset, which pins processes, is missing or refused' };
}

/** pinAll is `pin` for a process and all that it has started; false where one of them could not be moved. */
export async function pinAll(pid: number, cores: readonly number[]): Promise<boolean> {
  const moved = await pin(pid, cores);
  const below = await Promise.all(childrenOf(pid).map((child) => pinAll(child, cores)));
  return moved && below.every(Boolean);
}
