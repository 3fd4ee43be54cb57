import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { allProcesses, isDead, type ProcessStat } from './proc-stat.ts';
import { markVariable, type Adoption } from './reaper-messages.ts';

/** graceMs: SIGTERM to SIGKILL; lookMs: how often it is looked whether anything is left. */
const graceMs = 1_500;
const giveUpMs = 20_000;
const lookMs = 25;

/**
 * endProcesses ends every process that was adopted, the rest of its group, and whatever else carries the mark:
 * its signal first, SIGKILL after 1.5 s, until none is left or 20 s are over: one that others keep from its core takes its time
 * to die, and until then its directory may not be removed.
 */
export async function endProcesses(adoptions: readonly Adoption[], mark: string): Promise<void> {
  const startedMs = performance.now();
  const asked = new Set<number>();
  for (;;) {
    const elapsedMs = performance.now() - startedMs;
    const left = ours(allProcesses(), adoptions, (pid) => carriesMark(pid, mark));
    if (left.length === 0 || elapsedMs > giveUpMs) return;
    for (const { pid, endSignal } of left) {
      if (elapsedMs > graceMs) send(pid, 'SIGKILL');
      else if (!asked.has(pid)) send(pid, endSignal);
      asked.add(pid);
    }
    await delay(lookMs);
  }
}

/** ours picks the living processes that belong to an adoption or carry the mark, each with the signal that ends it. */
export function ours(
  all: readonly ProcessStat[],
  adoptions: readonly Adoption[],
  isMarked: (pid: number) => boolean,
): Pick<Adoption, 'pid' | 'endSignal'>[] {
  const byPid = new Map(all.map((stat) => [stat.pid, stat]));
  return all
    .filter((stat) => !isDead(stat))
    .flatMap((stat) => {
      const adoption = adoptions.find((one) => belongs(stat, one, byPid.get(one.pid)));
      if (adoption) return [{ pid: stat.pid, endSignal: adoption.endSignal }];
      return isMarked(stat.pid) ? [{ pid: stat.pid, endSignal: 'SIGTERM' as const }] : [];
    });
}

// The kernel gives a pid anew only when no process and no group bears it. So if the pid of a leader is somebody
// else's now, its group is gone as well, and whoever is in a group of that number is a stranger.
function belongs(stat: ProcessStat, adoption: Adoption, leader: ProcessStat | undefined): boolean {
  if (leader && leader.startTicks !== adoption.startTicks) return false;
  if (stat.pid === adoption.pid) return true;
  return adoption.group && stat.group === adoption.pid && stat.startTicks >= adoption.startTicks;
}

function carriesMark(pid: number, mark: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(`${markVariable}=${mark}`);
  } catch {
    return false;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}
