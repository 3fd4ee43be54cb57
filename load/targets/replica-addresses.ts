import type { ServiceSpec } from '../model/system.ts';
import type { Addresses } from './running-replica.ts';

/** addressesAt: where a replica of a service is found that listens on two ports of a host. */
export function addressesAt(
  { name: service, readyPath, metricsPath }: ServiceSpec,
  name: string,
  at: { readonly host: string; readonly port: number; readonly opsPort: number },
): Omit<Addresses, 'pid'> {
  const opsUrl = `http://${at.host}:${at.opsPort}`;
  return {
    service,
    name,
    opsUrl,
    url: `http://${at.host}:${at.port}`,
    readyUrl: `${opsUrl}${readyPath}`,
    metricsUrl: `${opsUrl}${metricsPath}`,
  };
}
