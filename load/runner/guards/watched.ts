import type { MachineObservation } from '../../model/machine-observation.ts';
import { observationsOf } from '../../model/observation.ts';
import type { Experiment } from '../../model/result.ts';
import { watchMachineOf } from '../../probes/machine.ts';
import { judgesSpeed, type ExperimentSpec } from '../../suites/suite.ts';
import type { Recording } from '../recording.ts';
import type { Run } from '../run.ts';
import { blindSpots, machineDoubts, type Stretch } from './machine-guards.ts';

/** watched does an experiment while the machine is watched, and records what casts doubt on what was measured. */
export async function watched<T>(
  spec: ExperimentSpec,
  run: Run,
  recording: Recording,
  experiment: () => Promise<T>,
): Promise<T> {
  const watch = watchMachineOf(run.target.processes, run.clock);
  try {
    return await experiment();
  } finally {
    const machine = withStrangers(await watch.finish(), run.backing.ours);
    recording.add(machine);
    for (const doubt of machineDoubts(machine, measuredStretches(recording.experiment())))
      if (judgesSpeed(spec)) recording.invalidate(doubt);
      else recording.warn({ code: doubt.guard, message: `${spec.title}: ${doubt.message}` });
    for (const warning of blindSpots(machine)) recording.warn(warning);
  }
}

/** withStrangers: what a database server that is not ours uses cannot be told from what a neighbour does. */
function withStrangers(machine: MachineObservation, backingIsOurs: boolean): MachineObservation {
  return backingIsOurs
    ? machine
    : { ...machine, blind: machine.blind ?? 'the database server is not of this run' };
}

/** measuredStretches: of the loads, without their warm-ups; the whole of an experiment that has none. */
function measuredStretches({ observations, startedAtMs, endedAtMs }: Experiment): Stretch[] {
  const loads = observationsOf(observations, 'load');
  if (loads.length === 0) return [{ fromMs: startedAtMs, toMs: endedAtMs }];
  return loads.map((load) => ({ fromMs: load.measuredFromMs, toMs: load.endedAtMs }));
}
