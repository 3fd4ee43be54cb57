import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { inspectGrafana } from './inspect-grafana.ts';

test('a Grafana that lets everybody do everything is found out', async () => {
  const server = createServer((_, response) => void response.end('[]')).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const findings = await inspectGrafana({ base, login: undefined }, []);
  expect(findings.map(({ where, problems }) => [where, ...problems])).toEqual([
    ['its data source', 'Grafana answers 200: []'],
    ['its folder'],
    ['a visitor changes nothing', 'but could: Grafana answers 200: []'],
  ]);
});
