import { z } from 'zod';
import type { Finding } from '../../dashboards/check/finding.ts';
import type { ClassicDashboard } from '../../dashboards/classic-json.ts';
import { datasourceUid } from '../../dashboards/parts/datasource.ts';
import type { ServerUrl } from '../../load/telemetry/server-url.ts';
import { askGrafana, type GrafanaAnswer } from './grafana-request.ts';

const foundSchema = z.array(z.object({ uid: z.string(), folderTitle: z.string().optional() }));
const loadedSchema = z.object({
  meta: z.object({ provisioned: z.boolean(), canSave: z.boolean() }),
  dashboard: z.object({ title: z.string(), panels: z.array(z.unknown()) }),
});

/** inspectGrafana holds a Grafana that was started with what the stack provisions against that. */
export async function inspectGrafana(
  grafana: ServerUrl,
  dashboards: readonly ClassicDashboard[],
): Promise<readonly Finding[]> {
  const visitor: ServerUrl = { base: grafana.base, login: undefined };
  return [
    await finding('its data source', () => dataSource(grafana)),
    await finding('its folder', () => folder(visitor, dashboards)),
    await finding('a visitor changes nothing', () => refused(visitor)),
    ...(await Promise.all(
      dashboards.map((one) => finding(one.title, async () => loaded(await dashboard(visitor, one), one))),
    )),
  ];
}

async function finding(where: string, ask: () => Promise<string | undefined>): Promise<Finding> {
  const problem = await ask().catch((error: unknown) => (error as Error).message);
  return {
    held: 'parts of Grafana',
    dashboard: 'Grafana',
    where,
    problems: problem === undefined ? [] : [problem],
  };
}

async function dataSource(grafana: ServerUrl): Promise<string | undefined> {
  const answer = await askGrafana(grafana, `/api/datasources/uid/${datasourceUid}/health`);
  return answer.status === 200 && /"status":\s*"OK"/.test(answer.text) ? undefined : said(answer);
}

async function folder(
  visitor: ServerUrl,
  dashboards: readonly ClassicDashboard[],
): Promise<string | undefined> {
  const answer = await askGrafana(visitor, '/api/search?type=dash-db&tag=rehearse');
  if (answer.status !== 200) return said(answer);
  const found = foundSchema.parse(JSON.parse(answer.text)).filter((one) => one.folderTitle === 'Rehearse');
  const missing = dashboards.filter(({ uid }) => !found.some((one) => one.uid === uid));
  return missing.length === 0 ? undefined : `has no ${missing.map(({ title }) => title).join(', ')}`;
}

async function refused(visitor: ServerUrl): Promise<string | undefined> {
  const answer = await askGrafana(visitor, '/api/dashboards/db', {
    dashboard: { title: 'Mine', panels: [] },
  });
  return [401, 403].includes(answer.status) ? undefined : `but could: ${said(answer)}`;
}

async function dashboard(visitor: ServerUrl, { uid }: ClassicDashboard): Promise<GrafanaAnswer> {
  return askGrafana(visitor, `/api/dashboards/uid/${uid}`);
}

function loaded(answer: GrafanaAnswer, { title, panels }: ClassicDashboard): string | undefined {
  if (answer.status !== 200) return said(answer);
  const { meta, dashboard: found } = loadedSchema.parse(JSON.parse(answer.text));
  if (!meta.provisioned || meta.canSave) return 'is not provisioned, or a visitor may save it';
  if (found.title === title && found.panels.length === panels.length) return undefined;
  return `is "${found.title}" with ${found.panels.length} of ${panels.length} panels`;
}

function said({ status, text }: GrafanaAnswer): string {
  return `Grafana answers ${status}: ${text.slice(0, 200)}`;
}
