import { DashboardCheck, type CheckSetting } from '../../dashboards/check/check-dashboards.ts';
import type { Finding } from '../../dashboards/check/finding.ts';
import { GrafanaApi } from '../../dashboards/check/grafana-api.ts';
import type { Span } from '../../dashboards/check/prometheus-api.ts';
import type { Source } from '../../dashboards/check/sources.ts';
import { questionsOf } from '../../dashboards/check/questions.ts';
import type { ClassicDashboard } from '../../dashboards/classic-json.ts';
import { startGrafana, type GrafanaOrder } from './grafana-server.ts';
import { inspectGrafana } from './inspect-grafana.ts';
import { pictureDashboards } from './picture-dashboards.ts';

/** GrafanaLook: of which image a Grafana is started, and which browser takes pictures of it, if any. */
export interface GrafanaLook {
  readonly image: string;
  readonly pictures?: { readonly chromium: string; readonly directory: string };
}

/** GrafanaCheck: a Grafana that is asked beside the Prometheus behind it. */
export interface GrafanaCheck {
  readonly check: DashboardCheck;
  /** second: load goes on at this moment. */
  second(): void;
  /** findings, once the load is over. */
  findings(): Promise<readonly Finding[]>;
}

/** checkInGrafana starts a Grafana; the same questions are asked through it, as a visitor. */
export async function checkInGrafana(
  { image, pictures }: GrafanaLook,
  setting: CheckSetting,
  order: Omit<GrafanaOrder, 'image'>,
): Promise<GrafanaCheck> {
  const { dashboards, present, nowSeconds, begunAtSeconds } = setting;
  const grafana = await startGrafana({ ...order, image });
  const check = new DashboardCheck({ ...setting, api: new GrafanaApi(grafana.base) });
  let loadedAtSeconds = nowSeconds();
  const span = (dashboard: ClassicDashboard): Span => ({
    fromSeconds: begunAtSeconds,
    toSeconds: isOfRuns(dashboard) ? nowSeconds() : loadedAtSeconds,
  });
  return {
    check,
    second: () => {
      loadedAtSeconds = nowSeconds();
    },
    findings: async () => [
      ...check.findings().flatMap(throughGrafana),
      ...(await inspectGrafana(grafana, dashboards)),
      ...(pictures
        ? await pictureDashboards({ ...pictures, base: grafana.base, dashboards, present, span })
        : []),
    ],
  };
}

const ofReplicas: readonly Source[] = ['services', 'browser', 'postgres-exporter'];

/** isOfRuns: such dashboards tell of a run once it is over, others of replicas while they are there. */
function isOfRuns(dashboard: ClassicDashboard): boolean {
  return questionsOf(dashboard).every(({ source }) => !ofReplicas.includes(source));
}

/** throughGrafana: what was not checked is named once, of Prometheus. */
function throughGrafana(finding: Finding): Finding[] {
  if (finding.unchecked !== undefined) return [];
  const { dashboard, where, problems } = finding;
  return [{ held: 'queries through Grafana', dashboard: `${dashboard}, through Grafana`, where, problems }];
}
