/** Form: what replicas are made of. */
export type Form = 'process' | 'container';

/** ContainerSpec: how a service is started as a container. */
export interface ContainerSpec {
  readonly image: string;
  /** args: what the image's entry point is given. */
  readonly args: readonly string[];
  /** files of this machine that the environment names: they are found under the same path, to be read only. */
  readonly files: readonly string[];
}

/**
 * ServiceSpec: how one service is started. `{name}` in `env` is replaced by the target (see the variants); what else
 * differs between a process and a container is in `command` and `container`.
 */
export interface ServiceSpec {
  readonly name: string;
  /** command: of a process of this machine. */
  readonly command: readonly [string, ...string[]];
  /** container: absent where there is no image. */
  readonly container?: ContainerSpec;
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
