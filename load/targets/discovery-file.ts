import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Discovered: a replica as those who look for it need it. */
export interface Discovered {
  readonly service: string;
  readonly instance: string;
  readonly address: string;
  readonly opsAddress: string;
}

/**
 * DiscoveryFile tells which replicas there are, in the format of Prometheus' file_sd
 * (https://prometheus.io/docs/prometheus/latest/configuration/configuration/#file_sd_config), with the operational
 * address as a label. It is replaced as a whole, so that no reader sees half of it. Its directory holds nothing else,
 * and whoever may reach that may read it: replicas in containers are other users.
 */
export class DiscoveryFile {
  readonly path: string;
  readonly #replicas = new Map<string, Discovered>();

  constructor(path: string) {
    this.path = path;
    mkdirSync(dirname(path), { recursive: true });
    chmodSync(dirname(path), 0o755);
    this.#write();
  }

  add(replica: Discovered): void {
    this.#replicas.set(replica.instance, replica);
    this.#write();
  }

  remove(instance: string): void {
    if (this.#replicas.delete(instance)) this.#write();
  }

  #write(): void {
    const groups = [...this.#replicas.values()].map(({ service, instance, address, opsAddress }) => ({
      targets: [address],
      labels: { service, instance, ops_address: opsAddress },
    }));
    writeFileSync(`${this.path}.next`, `${JSON.stringify(groups, null, 2)}\n`);
    chmodSync(`${this.path}.next`, 0o644);
    renameSync(`${this.path}.next`, this.path);
  }
}
