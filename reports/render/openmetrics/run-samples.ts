import type { RunResult } from '../../../load/model/result.ts';
import type { Sample } from './exposition.ts';
import { unixMsOf } from './moment.ts';

/** runSamples: what was run, at its end. */
export function runSamples(result: RunResult): Sample[] {
  const { git, rehearseVersion } = result.environment;
  const labels = {
    state: result.state,
    revision: git?.revision,
    dirty: git === null ? undefined : String(git.dirty),
    version: rehearseVersion,
  };
  return [{ labels, value: 1, unixMs: unixMsOf(result, result.durationMs) }];
}

/** runTimeSamples: when the run started and when it ended, each at its own moment. */
export function runTimeSamples(result: RunResult): { start: Sample[]; end: Sample[] } {
  const at = (atMs: number): Sample[] => {
    const unixMs = unixMsOf(result, atMs);
    return [{ labels: {}, value: unixMs / 1000, unixMs }];
  };
  return { start: at(0), end: at(result.durationMs) };
}

/** experimentSamples: 1 at the beginning of each experiment, 0 at its end. */
export function experimentSamples(result: RunResult): Sample[] {
  return result.experiments.flatMap(({ name, control, startedAtMs, endedAtMs }) => {
    const labels = { experiment: name, control: String(control) };
    return [
      { labels, value: 1, unixMs: unixMsOf(result, startedAtMs) },
      { labels, value: 0, unixMs: unixMsOf(result, endedAtMs) },
    ];
  });
}

/** markerSamples: what happened, with its moment as value, so that dashboards can show it as annotation. */
export function markerSamples(result: RunResult): Sample[] {
  return result.experiments.flatMap(({ name, markers }) =>
    markers.map(({ atMs, kind, label, service, replica }) => {
      const unixMs = unixMsOf(result, atMs);
      return { labels: { experiment: name, kind, label, service, replica }, value: unixMs / 1000, unixMs };
    }),
  );
}
