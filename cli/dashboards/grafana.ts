import type { Finding } from '../../dashboards/check/finding.ts';
import type { ProvisionedFile } from '../../dashboards/provisioned.ts';
import type { ServerUrl } from '../../load/telemetry/server-url.ts';
import { askGrafana } from './grafana-request.ts';

/** loadInGrafana puts every dashboard into a Grafana by its HTTP API, over one that is there already. */
export async function loadInGrafana(
  files: readonly ProvisionedFile[],
  grafana: ServerUrl,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { name, text } of files) {
    const problem = await load(text, grafana);
    findings.push({
      dashboard: name,
      where: 'loaded in Grafana',
      problems: problem === undefined ? [] : [problem],
    });
  }
  return findings;
}

async function load(text: string, grafana: ServerUrl): Promise<string | undefined> {
  try {
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
