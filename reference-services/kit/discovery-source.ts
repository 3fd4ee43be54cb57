import type { Discovery, DiscoveryLog } from './discovery.ts';
import { DnsDiscovery, type DnsName, type DnsOptions } from './discovery-dns.ts';
import { FileDiscovery } from './discovery-file.ts';

/** DiscoverySource: what DISCOVERY asked for, checked but not opened. */
export type DiscoverySource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'dns'; readonly names: readonly DnsName[] };

const EXPECTED = 'expected file:PATH or dns:NAME:PORT:OPSPORT[,dns:…]';

/** ParseDiscovery reads the value of DISCOVERY. Throws one line that quotes the part that is wrong. */
export function parseDiscovery(text: string): DiscoverySource {
  if (text.startsWith('file:') && text.length > 'file:'.length) {
    return { kind: 'file', path: text.slice('file:'.length) };
  }
  return { kind: 'dns', names: text.split(',').map((part) => parseDnsName(part.trim())) };
}

/** The service is the name's first label: in a cluster `bookings.shop.svc.cluster.local` is still bookings. */
function parseDnsName(part: string): DnsName {
  const [, name, port, opsPort] = /^dns:([\w.-]+):(\d+):(\d+)$/.exec(part) ?? [];
  if (name === undefined || !isPort(port) || !isPort(opsPort)) {
    throw new Error(`"${part}" is no source of replicas: ${EXPECTED}`);
  }
  return { service: name.split('.')[0] ?? name, name, port: Number(port), opsPort: Number(opsPort) };
}

function isPort(text: string | undefined): boolean {
  return text !== undefined && Number(text) >= 1 && Number(text) <= 65_535;
}

/** OpenDiscovery makes the variant that the source names. Nothing is read before `watch`. */
export function openDiscovery(source: DiscoverySource, log: DiscoveryLog, dns: DnsOptions = {}): Discovery {
  return source.kind === 'file'
    ? new FileDiscovery(source.path, log)
    : new DnsDiscovery(source.names, log, dns);
}
