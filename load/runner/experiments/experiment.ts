import type { ExperimentSpec } from '../../suites/suite.ts';
import type { Recording } from '../recording.ts';
import type { Run } from '../run.ts';
import { replacement } from './replacement.ts';
import { startup } from './startup.ts';
import { steadyLoad } from './steady-load.ts';

/** runExperiment does one experiment; whatever it has seen is in `recording`, also when it throws. */
export async function runExperiment(spec: ExperimentSpec, run: Run, recording: Recording): Promise<string> {
  switch (spec.kind) {
    case 'startup':
      return startup(spec, run, recording);
    case 'steady-load':
      return steadyLoad(spec, run, recording);
    case 'replacement':
      return replacement(spec, run, recording);
  }
}
