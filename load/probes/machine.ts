import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { RunClock } from '../model/clock.ts';
import type { MachineObservation, MachinePoint } from '../model/machine-observation.ts';
import { readTree, ticksPerSecond, usedBetween, type Processes, type Tree } from '../model/process-tree.ts';
import type { Probe, StartedProbe } from './probe.ts';
import { Thinning } from './thinned.ts';
import { Ticker } from './ticker.ts';

/** CpuTicks: time of all cores together since boot, in the kernel's ticks. */
export interface CpuTicks {
  readonly cores: number;
  readonly busy: number;
  /** steal: null where the kernel does not tell. */
  readonly steal: number | null;
  readonly all: number;
}

const everyMs = 1_000;

/** smallestJumpMs: what a clock moves against another by being slewed, or by being read a little later, is less. */
const smallestJumpMs = 250;

/**
 * machineProbe looks every second at what the cores of the machine did, and for whom, and whether its clock jumped. What
 * is watched counts as its own, where that was not started below this process.
 */
export const machineProbe: Probe<MachineObservation> = {
  name: 'machine',
  start: (watched, clock) =>
    watchMachine(clock, Date.now, () => readMachine(watched().flatMap(({ pid }) => pid ?? []))),
};

/** watchMachineOf is the probe for processes of which some may have ended between two looks. */
export function watchMachineOf(processes: Processes | undefined, clock: RunClock): StartedMachineProbe {
  return watchMachine(clock, Date.now, () => readMachine(processes?.pids ?? [], processes?.toldToEnd));
}

type StartedMachineProbe = StartedProbe<MachineObservation>;

/** Look: the machine at a moment. */
export interface Look {
  readonly ticks: CpuTicks;
  /** own: this process, what is watched, and all that they have started. */
  readonly own: Tree;
}

/** watchMachine is the probe with its wall clock and its eyes given. */
export function watchMachine(
  clock: RunClock,
  wallNow: () => number,
  look: () => Look | undefined,
): StartedMachineProbe {
  const points = new Thinning<MachinePoint>(merged);
  const clockJumps: MachineObservation['clockJumps'] = [];
  let last: (Look & { readonly atMs: number }) | undefined;
  let offsetMs = wallNow() - clock.nowMs();
  const ticker = new Ticker(everyMs, () => {
    const atMs = clock.nowMs();
    const byMs = wallNow() - atMs - offsetMs;
    if (Math.abs(byMs) >= smallestJumpMs) clockJumps.push({ atMs, byMs });
    offsetMs += byMs;
    const seen = look();
    const now = seen && { ...seen, atMs };
    if (last !== undefined && now !== undefined) points.add(between(last, now));
    last = now;
  });
  return {
    finish: async () => {
      await ticker.stop();
      return {
        kind: 'machine',
        cores: availableParallelism(),
        points: points.series().points,
        clockJumps,
        blind: blindness(last),
        stealBlind: stealBlindness(last),
      };
    },
  };
}

function between(before: Look, after: Look & { readonly atMs: number }): MachinePoint {
  const all = Math.max(1, after.ticks.all - before.ticks.all);
  const busy = after.ticks.busy - before.ticks.busy;
  const own = usedBetween(before.own, after.own) * ticksPerSecond;
  return {
    atMs: after.atMs,
    busyShare: busy / all,
    stealShare: ((after.ticks.steal ?? 0) - (before.ticks.steal ?? 0)) / all,
    foreignCores: (Math.max(0, busy - own) / all) * after.ticks.cores,
  };
}

/** merged: one look for two that were equally long. */
function merged(earlier: MachinePoint, later: MachinePoint): MachinePoint {
  const mean = (of: (point: MachinePoint) => number): number => (of(earlier) + of(later)) / 2;
  return {
    atMs: later.atMs,
    busyShare: mean(({ busyShare }) => busyShare),
    stealShare: mean(({ stealShare }) => stealShare),
    foreignCores: mean(({ foreignCores }) => foreignCores),
  };
}

const nothingTold = 'this system has no /proc/stat that counts';

function blindness(last: Look | undefined): string | null {
  if (last === undefined) return nothingTold;
  const mine = availableParallelism();
  return last.ticks.cores === mine
    ? null
    : `/proc/stat tells of ${last.ticks.cores} cores, of which this process may use ${mine}`;
}

function stealBlindness(last: Look | undefined): string | null {
  if (last === undefined) return nothingTold;
  return last.ticks.steal === null ? '/proc/stat does not tell of it' : null;
}

function readMachine(watched: readonly number[], toldToEnd: Tree = new Map()): Look | undefined {
  try {
    const ticks = parseCpuTicks(readFileSync('/proc/stat', 'utf8'));
    const own = readTree([process.pid, ...watched]);
    if (ticks === undefined || own === undefined) return undefined;
    return { ticks, own: new Map([...toldToEnd, ...own]) };
  } catch {
    return undefined;
  }
}

/**
 * parseCpuTicks reads the first line of /proc/stat (proc_stat(5)): user nice system idle iowait irq softirq steal guest
 * guest_nice. Guests are in user and nice already; waiting for a disk is idle. Undefined where nothing is counted, as in
 * sandboxes that have the file for its form.
 */
export function parseCpuTicks(text: string): CpuTicks | undefined {
  const fields = /^cpu +(.*)$/m.exec(text)?.[1]?.split(' ').map(Number);
  if (fields === undefined || fields.length < 4) return undefined;
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = null] = fields;
  const busy = user + nice + system + irq + softirq;
  const cores = text.match(/^cpu\d+ /gm)?.length ?? 0;
  const all = busy + (steal ?? 0) + idle + iowait;
  return all === 0 ? undefined : { cores, busy, steal, all };
}
