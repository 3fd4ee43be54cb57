import type { ExperimentSpec } from '../../suites/suite.ts';
import type { Recording } from '../recording.ts';
import type { Run } from '../run.ts';
import { ceiling } from './ceiling.ts';
import { lateDatabase } from './late-database.ts';
import { observerEffect } from './observer-effect.ts';
import { leak } from './leak.ts';
import { rateSweep } from './rate-sweep.ts';
import { replacement } from './replacement.ts';
import { scaling } from './scaling.ts';
import { shutdownCase } from './shutdown-case.ts';
import { startup } from './startup.ts';
import { steadyLoad } from './steady-load.ts';

type Kind = ExperimentSpec['kind'];

/** Experimenter does what a spec says, keeps what it sees in `recording` as it goes, and resolves with one line for the progress. */
export type Experimenter<K extends Kind> = (
  spec: Extract<ExperimentSpec, { kind: K }>,
  run: Run,
  recording: Recording,
) => Promise<string>;

const experimenters: { readonly [K in Kind]: Experimenter<K> } = {
  startup,
  'late-database': lateDatabase,
  'steady-load': steadyLoad,
  'observer-effect': observerEffect,
  'rate-sweep': rateSweep,
  leak,
  ceiling,
  scaling,
  replacement,
  'shutdown-case': shutdownCase,
};

/** runExperiment does one experiment; whatever it has seen is in `recording`, also when it throws. */
export function runExperiment<K extends Kind>(
  spec: Extract<ExperimentSpec, { kind: K }>,
  run: Run,
  recording: Recording,
): Promise<string> {
  const experimenter: Experimenter<K> = experimenters[spec.kind];
  return experimenter(spec, run, recording);
}
