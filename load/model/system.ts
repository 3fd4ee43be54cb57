/** ServiceSpec: how one service is started. `{name}` in `env` is replaced by the target (see the variant). */
export interface ServiceSpec {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly replicas: number;
  readonly readyPath: string;
  readonly metricsPath: string;
  /** port: a fixed public port, for a service of one replica that people call by hand; else the target chooses. */
  readonly port?: number;
}

/** SystemSpec: services in the order in which they start; they end in reverse. `entry` names the one that clients call. */
export interface SystemSpec {
  readonly services: readonly ServiceSpec[];
  readonly entry: string;
}
