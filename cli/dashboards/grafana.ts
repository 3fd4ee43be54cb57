import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { drawnPanels, readDashboard, type ClassicDashboard } from '../../dashboards/classic-json.ts';
import type { Finding } from '../../dashboards/check/finding.ts';
import type { ProvisionedFile } from '../../dashboards/provisioned.ts';
import type { ServerUrl } from '../../load/telemetry/server-url.ts';
import { askGrafana, type GrafanaAnswer } from './grafana-request.ts';

/**
 * loadInGrafana puts every dashboard into a Grafana by its HTTP API, over one that is there already. One that Grafana
 * has from files, as that of the stack has, nobody can replace: it is held against ours.
 */
export async function loadInGrafana(
  files: readonly ProvisionedFile[],
  grafana: ServerUrl,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { name, text } of files) {
    const problem = await load(text, grafana);
    findings.push({
      held: 'parts of Grafana',
      dashboard: name,
      where: 'loaded in Grafana',
      problems: problem === undefined ? [] : [problem],
    });
  }
  return findings;
}

async function load(text: string, grafana: ServerUrl): Promise<string | undefined> {
  const dashboard = readDashboard(text);
  try {
    const there = provisionedIn(await askGrafana(grafana, `/api/dashboards/uid/${dashboard.uid}`));
    if (there !== undefined) return differenceOf(there, dashboard);
    const { status, text: said } = await askGrafana(grafana, '/api/dashboards/db', {
      dashboard: JSON.parse(text) as unknown,
      overwrite: true,
      message: 'rehearse dashboards check',
    });
    return status === 200 ? undefined : `Grafana answers ${status}: ${said.slice(0, 200)}`;
  } catch (error) {
    return `Grafana does not answer at ${grafana.base}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

const targetsSchema = z.array(z.looseObject({ expr: z.string() }));
const foundSchema = z.object({
  meta: z.object({ provisioned: z.literal(true) }),
  dashboard: z.object({
    title: z.string(),
    panels: z.array(z.looseObject({ targets: targetsSchema.optional() })),
  }),
});
type Found = z.infer<typeof foundSchema>['dashboard'];

/** provisionedIn: the dashboard of an answer, where Grafana has it from a file. */
function provisionedIn({ status, text }: GrafanaAnswer): Found | undefined {
  return status === 200 ? foundSchema.safeParse(JSON.parse(text)).data?.dashboard : undefined;
}

function differenceOf(there: Found, ours: ClassicDashboard): string | undefined {
  const queries = (panels: Readonly<Found['panels']>): string[] =>
    panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  const same =
    there.title === ours.title && isDeepStrictEqual(queries(there.panels), queries(drawnPanels(ours)));
  return same ? undefined : 'that Grafana has another build of it from its files';
}
