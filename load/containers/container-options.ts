import type { ContainerRuntimeClient } from 'testcontainers';
import type { Bridge } from './container-network.ts';
import { ownCores } from './own-cores.ts';

/** CreateOptions: what Docker is asked for when a container is made (POST /containers/create of its API). */
export type CreateOptions = Parameters<ContainerRuntimeClient['container']['create']>[0];

/** Inspected: what Docker tells of a container. */
export type Inspected = Awaited<ReturnType<ContainerRuntimeClient['container']['inspect']>>;

/** Sibling: a container that another is to be like, and by what the two differ. */
export interface Sibling {
  readonly of: Inspected;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** aliases: by which others find it, in each network that it is in. */
  readonly aliases: readonly string[];
}

/** ContainerOrder: what a container is started with. */
export interface ContainerOrder {
  /** title: how a person calls it; it is its host name as well. */
  readonly title: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** mounts: paths of this machine, which the container finds under the same path. */
  readonly mounts: readonly { readonly path: string; readonly writable: boolean }[];
  readonly logFile: string;
  /** sibling: it is made as another was, with the limits, user and files of that; without, in the plainest way. */
  readonly sibling?: Sibling;
}

/**
 * createOptions: how a container is made in a network. Its program is the child of a first process (Docker's `--init`),
 * as the first process of a container takes no notice of signals that it has no handler for.
 */
export function createOptions(bridge: Bridge, order: ContainerOrder): CreateOptions {
  return order.sibling === undefined ? plain(bridge, order) : alike(bridge, order, order.sibling);
}

/** plain: its health is not checked from within, where that would count as its own work. */
function plain({ name, labels }: Bridge, order: ContainerOrder): CreateOptions {
  return {
    ...common(order),
    Image: order.image,
    Labels: { ...labels },
    Healthcheck: { Test: ['NONE'] },
    HostConfig: {
      NetworkMode: name,
      Init: true,
      Binds: bindsOf(order),
      CpusetCpus: ownCores(),
      LogConfig: { Type: 'json-file', Config: {} },
    },
  };
}

/** alike: all that is published of the other is not of this one, and it is started by nobody else. */
function alike({ name, labels }: Bridge, order: ContainerOrder, sibling: Sibling): CreateOptions {
  const { Config, HostConfig } = sibling.of;
  return {
    ...Config,
    ...common(order),
    name: sibling.name,
    Labels: { ...Config.Labels, ...sibling.labels, ...labels },
    HostConfig: {
      ...HostConfig,
      NetworkMode: name,
      Init: true,
      Binds: [...(HostConfig.Binds ?? []), ...bindsOf(order, sibling)],
      CpusetCpus: ownCores() || (HostConfig.CpusetCpus ?? ''),
      PortBindings: {},
      RestartPolicy: { Name: 'no' },
      AutoRemove: false,
    },
    NetworkingConfig: { EndpointsConfig: { [name]: { Aliases: [...sibling.aliases] } } },
  };
}

function common({ title, args, environment }: ContainerOrder): CreateOptions {
  return {
    Hostname: title,
    Cmd: [...args],
    Env: Object.entries(environment).map(([variable, value]) => `${variable}=${value}`),
  };
}

/** bindsOf leaves out what the other has there already. */
function bindsOf({ mounts }: ContainerOrder, sibling?: Sibling): string[] {
  const there = new Set(sibling?.of.Mounts.map(({ Destination }) => Destination));
  return mounts
    .filter(({ path }) => !there.has(path))
    .map(({ path, writable }) => `${path}:${path}:${writable ? 'rw' : 'ro'}`);
}

/** otherNetworks: those that a sibling is in beside the first, which its like joins once it has been made. */
export function otherNetworks({ name }: Bridge, { sibling }: ContainerOrder): string[] {
  return Object.keys(sibling?.of.NetworkSettings.Networks ?? {}).filter((network) => network !== name);
}
