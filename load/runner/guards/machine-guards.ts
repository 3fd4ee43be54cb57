import type { InvalidReason } from '../../model/load-observation.ts';
import type { MachineObservation, MachinePoint } from '../../model/machine-observation.ts';
import type { Warning } from '../../model/result.ts';

/** machineLimits: beyond them, figures say more about the machine than about what ran on it. */
export const machineLimits = {
  /** stealShare of the cores' time that may go to other guests of the host, on average. */
  stealShare: 0.05,
  /** foreignCores that processes outside of the run may keep busy, on average. */
  foreignCores: 0.5,
} as const;

/** Stretch: a time on the run's axis in which something was measured. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** machineDoubts names every guard that the machine has tripped during the measured stretches. */
export function machineDoubts(machine: MachineObservation, stretches: readonly Stretch[]): InvalidReason[] {
  const points = machine.points.filter(({ atMs }) => isWithin(atMs, stretches));
  return [
    ...clockJumps(machine, stretches),
    ...(isBlindToSteal(machine) ? [] : steal(points)),
    ...(machine.blind === null ? foreign(points) : []),
  ];
}

/** blindSpots says which guards cannot work on this machine. */
export function blindSpots({ blind, stealBlind = null }: MachineObservation): Warning[] {
  return [
    ...blindTo(
      'something else kept the cores busy',
      blind,
      'Make sure that nothing else runs beside a measurement that decides.',
    ),
    ...blindTo(
      'other guests of the host had the cores',
      stealBlind,
      'Use a machine with cores of its own for figures that decide.',
    ),
  ];
}

function blindTo(what: string, reason: string | null, advice: string): Warning[] {
  if (reason === null) return [];
  return [{ code: 'guard-blind', message: `whether ${what} cannot be seen here: ${reason}.`, advice }];
}

function isBlindToSteal({ stealBlind = null }: MachineObservation): boolean {
  return stealBlind !== null;
}

function isWithin(atMs: number, stretches: readonly Stretch[]): boolean {
  return stretches.some(({ fromMs, toMs }) => atMs >= fromMs && atMs <= toMs);
}

function clockJumps(machine: MachineObservation, stretches: readonly Stretch[]): InvalidReason[] {
  return machine.clockJumps
    .filter(({ atMs }) => isWithin(atMs, stretches))
    .map(({ byMs }) => ({
      guard: 'clock-jump',
      message: `the wall clock was set ${byMs > 0 ? 'forward' : 'back'} by ${Math.abs(byMs / 1000).toFixed(1)} s, or the machine was suspended: what the services tell by the clock does not fit what was measured.`,
      found: byMs,
      limit: null,
    }));
}

function steal(points: readonly MachinePoint[]): InvalidReason[] {
  const found = meanOf(points.map(({ stealShare }) => stealShare));
  const limit = machineLimits.stealShare;
  if (found <= limit) return [];
  const message = `${(found * 100).toFixed(1)}% of the cores' time went to other guests of the host, above ${limit * 100}%: use a machine with cores of its own.`;
  return [{ guard: 'cpu-steal', message, found, limit }];
}

function foreign(points: readonly MachinePoint[]): InvalidReason[] {
  const found = meanOf(points.map(({ foreignCores }) => foreignCores));
  const limit = machineLimits.foreignCores;
  if (found <= limit) return [];
  const message = `processes that are not part of this run kept ${found.toFixed(2)} cores busy, above ${limit}: end them and run again.`;
  return [{ guard: 'neighbour', message, found, limit }];
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
