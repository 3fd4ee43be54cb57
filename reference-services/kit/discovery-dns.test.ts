import { expect, onTestFinished, test } from 'vitest';
import { DnsDiscovery } from './discovery-dns.ts';
import { type LittleDns, startLittleDns } from './discovery-dns.fixture.ts';
import type { ReplicaAddress } from './discovery.ts';
import { until } from '../testing/until.ts';

const REFRESH_MS = 50;

async function follow(names: string[], records: Record<string, string[]>) {
  const dns: LittleDns = await startLittleDns();
  onTestFinished(() => dns[Symbol.asyncDispose]());
  for (const [name, addresses] of Object.entries(records)) dns.records.set(name, addresses);
  const warnings: object[] = [];
  const discovery = new DnsDiscovery(
    names.map((name) => ({ service: name.split('.')[0] ?? name, name, port: 8080, opsPort: 9090 })),
    { info: () => {}, warn: (fields) => warnings.push(fields) },
    { refreshMs: REFRESH_MS, servers: [dns.address] },
  );
  onTestFinished(() => discovery.close());
  const lists: (readonly ReplicaAddress[])[] = [];
  await discovery.watch((replicas) => lists.push(replicas));
  return { dns, lists, warnings, addresses: () => lists.at(-1)?.map(({ address }) => address) };
}

test('each A record of a name is a replica on the two ports that were given', async () => {
  const { lists } = await follow(['bookings.shop.test'], { 'bookings.shop.test': ['127.0.0.2'] });
  expect(lists).toEqual([
    [
      {
        service: 'bookings',
        instance: 'bookings@127.0.0.2:8080',
        address: '127.0.0.2:8080',
        opsAddress: '127.0.0.2:9090',
      },
    ],
  ]);
});

test('a changed answer is followed, and an unchanged one is not announced again', async () => {
  const { dns, lists, addresses } = await follow(['b.test'], { 'b.test': ['127.0.0.2'] });
  dns.records.set('b.test', ['127.0.0.4', '127.0.0.3']);
  await until(() => expect(addresses()).toEqual(['127.0.0.3:8080', '127.0.0.4:8080']));
  dns.records.set('b.test', ['127.0.0.3', '127.0.0.4']);
  const before = dns.answered;
  await until(() => expect(dns.answered).toBeGreaterThan(before + 1));
  dns.records.set('b.test', ['127.0.0.5']);
  await until(() => expect(addresses()).toEqual(['127.0.0.5:8080']));
  expect(lists).toHaveLength(3);
});

test('a name that no longer exists has no replica left', async () => {
  const { dns, lists } = await follow(['b.test'], { 'b.test': ['127.0.0.2'] });
  dns.records.delete('b.test');
  await until(() => expect(lists.at(-1)).toEqual([]));
});

test('a failing name server leaves the last good addresses in force and is logged once', async () => {
  const { dns, warnings, addresses } = await follow(['a.test', 'b.test'], {
    'a.test': ['127.0.0.2'],
    'b.test': ['127.0.0.3'],
  });
  dns.records.set('b.test', 'server failure');
  await until(() => expect(warnings).toHaveLength(1));
  dns.records.set('a.test', ['127.0.0.4']);
  await until(() => expect(addresses()).toEqual(['127.0.0.4:8080', '127.0.0.3:8080']));
  expect(warnings).toEqual([expect.objectContaining({ source: 'dns:b.test' })]);
});

test('a short name unknown to DNS is looked up in the hosts file', async () => {
  const { addresses } = await follow(['localhost'], {});
  expect(addresses()).toEqual(['127.0.0.1:8080']);
});
