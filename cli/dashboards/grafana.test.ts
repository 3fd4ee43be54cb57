import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { type ProvisionedFile, provisionedFiles } from '../../dashboards/provisioned.ts';
import { parseServerUrl } from '../../load/telemetry/server-url.ts';
import { loadInGrafana } from './grafana.ts';

interface Sent {
  readonly dashboard: { readonly uid: string };
  readonly overwrite: boolean;
}

interface Taken {
  readonly authorization: string | undefined;
  readonly uid: string;
  readonly overwrite: boolean;
}

/**
 * grafanaSaying: what answers as Grafana's HTTP API does; the real one is not to be had on every machine. It has the
 * dashboards of `files` from files, and takes others or not.
 */
async function grafanaSaying(
  statusCode: number,
  files: readonly ProvisionedFile[] = [],
): Promise<{ url: string; taken: Taken[] }> {
  const taken: Taken[] = [];
  const has = new Map(
    files.map(({ text: json }) => {
      const dashboard = JSON.parse(json) as { uid: string };
      return [`/api/dashboards/uid/${dashboard.uid}`, dashboard] as [path: string, dashboard: object];
    }),
  );
  const give = (dashboard: unknown, response: ServerResponse): void =>
    void (dashboard === undefined
      ? response.writeHead(404).end('{"message":"Dashboard not found"}')
      : response.end(JSON.stringify({ meta: { provisioned: true, canSave: true }, dashboard })));
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method === 'GET') return give(has.get(request.url ?? ''), response);
    const { dashboard, overwrite } = JSON.parse(await text(request)) as Sent;
    taken.push({ authorization: request.headers.authorization, uid: dashboard.uid, overwrite });
    response.writeHead(statusCode).end(statusCode === 200 ? '{}' : '{"message":"bad dashboard"}');
  };
  const server = createServer((request, response) => void take(request, response)).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return { url: `http://viewer:secret@127.0.0.1:${(server.address() as AddressInfo).port}`, taken };
}

test('every dashboard is put into Grafana as whoever the URL names', async () => {
  const { url, taken } = await grafanaSaying(200);
  const findings = await loadInGrafana(provisionedFiles(), parseServerUrl('--grafana', url));
  expect(findings.flatMap(({ problems }) => problems)).toEqual([]);
  expect(taken.map(({ uid }) => uid)).toHaveLength(provisionedFiles().length);
  expect(taken[0]).toEqual({
    authorization: `Basic ${Buffer.from('viewer:secret').toString('base64')}`,
    uid: 'rehearse-services',
    overwrite: true,
  });
});

test('a dashboard that Grafana refuses is found, and so is a Grafana that is not there', async () => {
  const { url } = await grafanaSaying(400);
  const [first] = await loadInGrafana(provisionedFiles(), parseServerUrl('--grafana', url));
  expect(first?.problems).toEqual(['Grafana answers 400: {"message":"bad dashboard"}']);
  const [nowhere] = await loadInGrafana(
    provisionedFiles(),
    parseServerUrl('--grafana', 'http://127.0.0.1:1'),
  );
  expect(nowhere?.problems[0]).toMatch('ECONNREFUSED');
});

test('dashboards that Grafana has from files are left, and held against ours', async () => {
  const [first, ...others] = provisionedFiles();
  const older = { ...first!, text: first!.text.replace('http_server_active_requests', 'active_requests') };
  const { url, taken } = await grafanaSaying(400, [older, ...others]);
  const findings = await loadInGrafana(provisionedFiles(), parseServerUrl('--grafana', url));
  expect(findings.filter(({ problems }) => problems.length > 0)).toEqual([
    {
      held: 'parts of Grafana',
      dashboard: first!.name,
      where: 'loaded in Grafana',
      problems: ['that Grafana has another build of it from its files'],
    },
  ]);
  expect(taken).toEqual([]);
});
