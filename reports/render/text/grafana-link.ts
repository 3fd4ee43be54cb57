import type { RunResult } from '../../../load/model/result.ts';
import { unixMsOf } from '../../../load/model/moment.ts';

/** dashboard: the one of a run, by its uid. */
const dashboard = 'rehearse-run';
/** marginMs before and after the run, so that its ends are seen. */
const marginMs = 10_000;

/** grafanaLink: the dashboard of the run over its time; undefined where no Grafana was named. */
export function grafanaLink(
  result: Pick<RunResult, 'settings' | 'startedAt' | 'durationMs'>,
): string | undefined {
  const grafana = String(result.settings['grafana'] ?? '');
  if (!/^https?:\/\//.test(grafana)) return undefined;
  const query = new URLSearchParams({
    'var-run': result.startedAt,
    from: String(Math.floor(unixMsOf(result, -marginMs))),
    to: String(Math.ceil(unixMsOf(result, result.durationMs + marginMs))),
  });
  return `${grafana}/d/${dashboard}?${query.toString()}`;
}
