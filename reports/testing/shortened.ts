import type { RunResult } from '../../load/model/result.ts';

/** shortened keeps the first few points of every series, so that a golden file stays readable. */
export function shortened(result: RunResult): RunResult {
  const short = structuredClone(result);
  for (const observation of short.experiments.flatMap((experiment) => experiment.observations)) {
    if (observation.kind === 'load') {
      observation.timeline.splice(3);
      observation.course?.points.splice(3);
    }
    if (observation.kind === 'machine') observation.points.splice(2);
    if (observation.kind === 'startup') observation.samples.splice(2);
    if (observation.kind !== 'memory' && observation.kind !== 'runtime') continue;
    for (const { points } of observation.replicas) points.splice(2);
  }
  return short;
}
