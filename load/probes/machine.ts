import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { RunClock } from '../model/clock.ts';
import type { MachineObservation, MachinePoint } from '../model/machine-observation.ts';
import type { Probe } from './probe.ts';
import { Ticker } from './ticker.ts';

/** CpuTicks: time of all cores together since boot, in the kernel's ticks. */
export interface CpuTicks {
  readonly busy: number;
  readonly steal: number;
  readonly all: number;
}

const everyMs = 1_000;

/** machineProbe looks every second at what all cores of the machine did, whoever for. */
export const machineProbe: Probe<MachineObservation> = {
  name: 'machine',
  start(_, clock) {
    const points: MachinePoint[] = [];
    let last = readCpuTicks();
    const ticker = new Ticker(everyMs, (count) => {
      const now = readCpuTicks();
      if (count > 0 && last !== undefined && now !== undefined) points.push(pointOf(last, now, clock));
      last = now;
    });
    return {
      finish: async () => {
        await ticker.stop();
        return { kind: 'machine', cores: availableParallelism(), points };
      },
    };
  },
};

function pointOf(before: CpuTicks, after: CpuTicks, clock: RunClock): MachinePoint {
  const all = Math.max(1, after.all - before.all);
  return {
    atMs: clock.nowMs(),
    busyShare: (after.busy - before.busy) / all,
    stealShare: (after.steal - before.steal) / all,
  };
}

function readCpuTicks(): CpuTicks | undefined {
  try {
    return parseCpuTicks(readFileSync('/proc/stat', 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * parseCpuTicks reads the first line of /proc/stat (proc_stat(5)): user nice system idle iowait irq softirq steal guest
 * guest_nice. Guests are in user and nice already; waiting for a disk is idle.
 */
export function parseCpuTicks(text: string): CpuTicks | undefined {
  const fields = /^cpu +(.*)$/m.exec(text)?.[1]?.split(' ').map(Number);
  if (fields === undefined || fields.length < 4) return undefined;
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = fields;
  const busy = user + nice + system + irq + softirq;
  return { busy, steal, all: busy + steal + idle + iowait };
}
