import { request } from 'undici';
import type { Finding } from '../../dashboards/check/finding.ts';
import type { ProvisionedFile } from '../../dashboards/provisioned.ts';
import type { ServerUrl } from '../../load/telemetry/server-url.ts';

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

async function load(text: string, { base, login }: ServerUrl): Promise<string | undefined> {
  try {
    const { statusCode, body } = await request(`${base}/api/dashboards/db`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(login && {
          authorization: `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`,
        }),
      },
      body: JSON.stringify({
        dashboard: JSON.parse(text) as unknown,
        overwrite: true,
        message: 'rehearse dashboards check',
      }),
      headersTimeout: 10_000,
    });
    const said = await body.text();
    return statusCode === 200 ? undefined : `Grafana answers ${statusCode}: ${said.slice(0, 200)}`;
  } catch (error) {
    return `Grafana does not answer at ${base}: ${error instanceof Error ? error.message : String(error)}`;
  }
}
