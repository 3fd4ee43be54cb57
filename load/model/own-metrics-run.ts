import type { Environment } from './environment.ts';
import { unixMsOf } from './moment.ts';
import type { Labels, OwnSample } from './own-sample.ts';
import type { Experiment, RunResult } from './result.ts';
import { runVerdict } from './run-verdict.ts';

/** runSamples: what was run, at its end. */
export function runSamples(result: RunResult): OwnSample[] {
  const labels = runInfo(result.state, result.environment);
  return [{ labels, value: 1, unixMs: unixMsOf(result, result.durationMs) }];
}

/** runInfo: the labels that tell what is run, and how far it has come. */
export function runInfo(
  state: RunResult['state'] | 'running',
  { git, rehearseVersion }: Environment,
): Labels {
  return {
    state,
    revision: git?.revision,
    dirty: git === null ? undefined : String(git.dirty),
    version: rehearseVersion,
  };
}

/** runTimeSamples: when the run started and when it ended, each at its own moment. */
export function runTimeSamples(result: RunResult): { start: OwnSample[]; end: OwnSample[] } {
  const at = (atMs: number): OwnSample[] => {
    const unixMs = unixMsOf(result, atMs);
    return [{ labels: {}, value: unixMs / 1000, unixMs }];
  };
  return { start: at(0), end: at(result.durationMs) };
}

/** runVerdictSamples: what the run came to, at its end. */
export function runVerdictSamples(result: RunResult): OwnSample[] {
  const unixMs = unixMsOf(result, result.durationMs);
  return [{ labels: { verdict: runVerdict(result) }, value: 1, unixMs }];
}

/** experimentSamples: 1 at the beginning of each experiment, 0 at its end. */
export function experimentSamples(result: RunResult): OwnSample[] {
  return result.experiments.flatMap((experiment) => {
    const labels = experimentLabels(experiment);
    return [
      { labels, value: 1, unixMs: unixMsOf(result, experiment.startedAtMs) },
      { labels, value: 0, unixMs: unixMsOf(result, experiment.endedAtMs) },
    ];
  });
}

/** experimentTimeSamples: when each experiment started and ended, each at its own moment. */
export function experimentTimeSamples(result: RunResult): { start: OwnSample[]; end: OwnSample[] } {
  const at = (field: 'startedAtMs' | 'endedAtMs'): OwnSample[] =>
    result.experiments.map((experiment) => {
      const unixMs = unixMsOf(result, experiment[field]);
      return { labels: experimentLabels(experiment), value: unixMs / 1000, unixMs };
    });
  return { start: at('startedAtMs'), end: at('endedAtMs') };
}

/** experimentLabels: those of an experiment itself. */
export function experimentLabels({ name, control }: Pick<Experiment, 'name' | 'control'>): Labels {
  return { experiment: name, control: String(control) };
}

/** markerSamples: what happened, with its moment as value, so that dashboards can show it as annotation. */
export function markerSamples(result: RunResult): OwnSample[] {
  return result.experiments.flatMap(({ name, markers }) =>
    markers.map(({ atMs, kind, label, service, replica }) => {
      const unixMs = unixMsOf(result, atMs);
      return { labels: { experiment: name, kind, label, service, replica }, value: unixMs / 1000, unixMs };
    }),
  );
}
