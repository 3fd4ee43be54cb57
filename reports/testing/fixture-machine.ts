import type { MachineObservation } from '../../load/model/machine-observation.ts';
import type { Experiment } from '../../load/model/result.ts';

/** watchedFixture: an experiment whose machine was watched once a second; a neighbour came in its second half. */
export function watchedFixture(experiment: Experiment): Experiment {
  const { startedAtMs, endedAtMs, observations } = experiment;
  const looks = Math.floor((endedAtMs - startedAtMs) / 1000);
  const machine: MachineObservation = {
    kind: 'machine',
    cores: 2,
    points: Array.from({ length: looks }, (_, i) => ({
      atMs: startedAtMs + (i + 1) * 1000,
      busyShare: 0.4 + 0.15 * Math.sin(i),
      stealShare: i % 5 === 0 ? 0.01 : 0,
      foreignCores: i > looks / 2 ? 0.4 : 0.05,
    })),
    clockJumps: [],
    blind: null,
  };
  return { ...experiment, observations: [...observations, machine] };
}
