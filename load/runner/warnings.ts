import type { Environment } from '../model/environment.ts';
import { observationsOf } from '../model/observation.ts';
import type { Experiment, Warning } from '../model/result.ts';

/** warningsOf names what of the environment makes figures less sharp than they look. */
export function warningsOf(environment: Environment): Warning[] {
  const { cores, loadAverage1mBefore, cpuStealShare } = environment;
  const warnings: Warning[] = [];
  if (cores < 4) {
    warnings.push({
      code: 'few-cores',
      message: `load generator, services and database share ${cores} core${cores === 1 ? '' : 's'}: latency includes their contention.`,
      advice: 'Compare results of this machine with one another only.',
    });
  }
  if (loadAverage1mBefore > cores / 2) {
    warnings.push({
      code: 'busy-machine',
      message: `the machine was busy before the run: load average ${loadAverage1mBefore.toFixed(2)} on ${cores} cores.`,
      advice: 'End other work and run again.',
    });
  }
  if (cpuStealShare !== null && cpuStealShare > 0.02) {
    warnings.push({
      code: 'cpu-steal',
      message: `${(cpuStealShare * 100).toFixed(1)}% of CPU time since boot went to other guests.`,
      advice: 'Use a machine with cores of its own for figures that decide.',
    });
  }
  return warnings;
}

/** engineWarnings: what the load engines could not see or promise, each said once. */
export function engineWarnings(experiments: readonly Experiment[]): Warning[] {
  const all = experiments.flatMap(({ observations }) =>
    observationsOf(observations, 'load').flatMap(({ warnings }) => warnings),
  );
  return [...new Map(all.map((warning) => [warning.message, warning])).values()];
}
