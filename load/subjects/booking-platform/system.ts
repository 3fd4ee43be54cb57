import type { ServiceSpec, SystemSpec } from '../../model/system.ts';
import type { DatabaseUrls, Equipment, Topology } from '../subject.ts';
import { serviceCommand } from './commands.ts';
import { imageReference } from './image-reference.ts';
import { publicKeysFile } from './tokens.ts';

/** services of the platform in the order in which they start: whatever serves others comes first. */
export const services = ['events', 'bookings', 'gateway'] as const;
type ServiceName = (typeof services)[number];

/** databases: each service has its own, and so has the broker. */
export const databases = ['events', 'bookings', 'broker'] as const;

/** serviceEnv: what a service that owns a database is told. */
export function serviceEnv(service: 'events' | 'bookings', urls: DatabaseUrls): Record<string, string> {
  return { DATABASE_URL: urls(service), BROKER_URL: urls('broker') };
}

/** bookingPlatformSystem describes the platform as a system that a target can start. */
export function bookingPlatformSystem(equipment: Equipment, topology: Topology): SystemSpec {
  return {
    entry: 'gateway',
    services: services
      .filter((name) => topology.replicas[name] !== undefined)
      .map((name) => spec(name, equipment, topology)),
  };
}

function gatewayEnv({ directory }: Equipment): Record<string, string> {
  return { DISCOVERY: 'file:{discoveryFile}', TOKEN_KEYS: `file:${publicKeysFile(directory)}` };
}

/** filesOf: what the environment of a service names. */
function filesOf(name: ServiceName, { directory }: Equipment): string[] {
  return name === 'gateway' ? [publicKeysFile(directory)] : [];
}

function spec(name: ServiceName, equipment: Equipment, topology: Topology): ServiceSpec {
  const port = topology.ports?.[name];
  return {
    name,
    command: serviceCommand(name, 'serve'),
    container: { image: imageReference(name), args: ['serve'], files: filesOf(name, equipment) },
    env: name === 'gateway' ? gatewayEnv(equipment) : serviceEnv(name, equipment.databases),
    replicas: topology.replicas[name] ?? 1,
    readyPath: '/readyz',
    metricsPath: '/metrics',
    ...(port === undefined ? {} : { port }),
  };
}
