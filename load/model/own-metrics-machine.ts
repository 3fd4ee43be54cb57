import { observationsOf } from './observation.ts';
import type { OwnSample } from './own-sample.ts';
import { type MeasuredRun, unixMsOf } from './moment.ts';

/** machineSamples: cores of the machine that were busy, busy for others, and given to other guests of the host. */
export function machineSamples(result: MeasuredRun): OwnSample[] {
  return result.experiments.flatMap(({ name, observations }) =>
    observationsOf(observations, 'machine').flatMap(({ cores, points, blind, stealBlind = null }) =>
      points.flatMap(({ atMs, busyShare, stealShare, foreignCores }) =>
        [
          { kind: 'busy', value: busyShare * cores },
          ...(stealBlind === null ? [{ kind: 'stolen', value: stealShare * cores }] : []),
          ...(blind === null ? [{ kind: 'foreign', value: foreignCores }] : []),
        ].map(({ kind, value }) => ({
          labels: { experiment: name, kind },
          value,
          unixMs: unixMsOf(result, atMs),
        })),
      ),
    ),
  );
}
