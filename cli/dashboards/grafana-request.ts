import { request } from 'undici';
import type { ServerUrl } from '../../load/telemetry/server-url.ts';

/** GrafanaAnswer: what Grafana's HTTP API says. */
export interface GrafanaAnswer {
  readonly status: number;
  readonly text: string;
}

/** askGrafana asks as whoever the server's login names, as a visitor without one; `order` makes it a POST. */
export async function askGrafana(
  { base, login }: ServerUrl,
  path: string,
  order?: object,
): Promise<GrafanaAnswer> {
  const { statusCode, body } = await request(`${base}${path}`, {
    method: order === undefined ? 'GET' : 'POST',
    headers: {
      'content-type': 'application/json',
      ...(login && {
        authorization: `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`,
      }),
    },
    ...(order && { body: JSON.stringify(order) }),
    headersTimeout: 10_000,
  });
  return { status: statusCode, text: await body.text() };
}
