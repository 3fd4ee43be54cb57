import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { GrafanaApi } from './grafana-api.ts';

const span = { fromSeconds: 1000, toSeconds: 1010 };

/** What Grafana 11 answers: times in milliseconds, a column of values with its labels, null for what JSON has not. */
const frames = [
  {
    schema: { refId: 'A', fields: [{ name: 'Time' }, { name: 'Value', labels: { service: 'events' } }] },
    data: {
      values: [
        [1_000_000, 1_005_000],
        [2, null],
      ],
      entities: [null, { NaN: [1] }],
    },
  },
  { schema: { refId: 'A', fields: [] }, data: { values: [] } },
];

/** apiOf: a Grafana that answers as told, and what it is asked. */
async function apiOf(status: number, answer: object): Promise<{ api: GrafanaApi; asked: string[] }> {
  const asked: string[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    asked.push(`${request.method} ${request.url} ${await text(request)}`);
    response.writeHead(status).end(JSON.stringify(answer));
  };
  const server = createServer((request, response) => void take(request, response)).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return { api: new GrafanaApi(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), asked };
}

test('each column of values of a frame is a series', async () => {
  const { api, asked } = await apiOf(200, { results: { A: { status: 200, frames } } });
  expect(await api.over('up', span, 5)).toEqual([
    {
      labels: { service: 'events' },
      values: [
        [1000, 2],
        [1005, Number.NaN],
      ],
    },
  ]);
  expect(asked[0]).toMatch(
    /^POST \/api\/ds\/query \{.*"maxDataPoints":3,.*"from":"1000000","to":"1010000"\}$/,
  );
});

test('what Prometheus says of a query that it refuses is what the query rejects with', async () => {
  const { api } = await apiOf(400, {
    results: { A: { status: 400, error: 'bad_data: unclosed parenthesis' } },
  });
  await expect(api.at('sum(', 1000)).rejects.toThrow('bad_data: unclosed parenthesis');
});

test('a visitor who may not ask is told so', async () => {
  const { api, asked } = await apiOf(401, { message: 'Unauthorized' });
  await expect(api.labelValues('service', 'up', span)).rejects.toThrow(
    /^Grafana answers 401: .*Unauthorized/,
  );
  expect(asked[0]).toMatch(
    /rehearse-prometheus\/resources\/api\/v1\/label\/service\/values\?match%5B%5D=up&start=1000/,
  );
});
