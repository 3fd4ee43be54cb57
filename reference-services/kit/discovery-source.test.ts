import { expect, test } from 'vitest';
import { openDiscovery, parseDiscovery } from './discovery-source.ts';

const log = { info: () => {}, warn: () => {} };

test('a file is named by its path', () => {
  expect(parseDiscovery('file:/run/replicas.json')).toEqual({ kind: 'file', path: '/run/replicas.json' });
});

test('names are separated by commas, and the first label names the service', () => {
  expect(parseDiscovery('dns:events:8080:9090, dns:bookings.shop.svc:81:91')).toEqual({
    kind: 'dns',
    names: [
      { service: 'events', name: 'events', port: 8080, opsPort: 9090 },
      { service: 'bookings', name: 'bookings.shop.svc', port: 81, opsPort: 91 },
    ],
  });
});

test.each([
  '',
  'file:',
  'http://x',
  'dns:events',
  'dns:events:8080',
  'dns:e:0:1',
  'dns:e:1:65536',
  'dns:e:1:2,',
])('"%s" is refused, with what was expected', (text) => {
  expect(() => parseDiscovery(text)).toThrow('expected file:PATH or dns:NAME:PORT:OPSPORT');
});

test('each kind of source opens its own variant', () => {
  expect(openDiscovery({ kind: 'file', path: 'r.json' }, log).source).toBe('file:r.json');
  const names = [{ service: 'events', name: 'events', port: 1, opsPort: 2 }];
  expect(openDiscovery({ kind: 'dns', names }, log).source).toBe('dns:events');
});
