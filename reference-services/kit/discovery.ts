/** ReplicaAddress: a replica's address as discovery knows it. Both addresses are `host:port`. */
export interface ReplicaAddress {
  readonly service: string;
  readonly instance: string;
  /** Where requests go. */
  readonly address: string;
  /** Where /livez, /readyz and /metrics are. */
  readonly opsAddress: string;
}

/** Discovery says which replicas exist. Whether one is ready is for its own /readyz to say. */
export interface Discovery {
  /** Where the list comes from, for logs and for readiness: `file:replicas.json`, `dns:bookings`. */
  readonly source: string;
  /**
   * Watch hands over the whole list now and again whenever it has changed.
   * It resolves after the first look, whether or not that look found a list; a source that
   * cannot be read is logged, and the last good list stays in force.
   */
  watch(onReplicas: (replicas: readonly ReplicaAddress[]) => void): Promise<void>;
  close(): Promise<void>;
}

/** DiscoveryLog is the part of a pino logger that discovery writes to. */
export interface DiscoveryLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}
