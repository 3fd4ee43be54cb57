import { InvalidArgumentError } from 'commander';
import { Problem } from '../../load/model/problem.ts';
import { bookingPlatform } from '../../load/subjects/booking-platform/booking-platform.ts';
import { parseServerUrl, type ServerUrl } from '../../load/telemetry/server-url.ts';
import { parseRate, wholeNumber } from '../options/number.ts';
import { option } from '../options/option.ts';
import { parseServiceReplicas } from '../options/replicas.ts';
import {
  databaseUrlOption,
  portOption,
  type DatabaseFlag,
  type PortFlag,
  type PrometheusFlag,
} from '../options/shared.ts';
import { jaegerPort, usualProject } from '../stack/stack-files.ts';
import { stackImages } from '../stack/stack-images.ts';

/** ProjectFlag: which of several stacks on one machine. */
export interface ProjectFlag {
  readonly project: string;
}

/** UpFlags: the options of `rehearse up`, parsed. */
export interface UpFlags extends DatabaseFlag, PortFlag, ProjectFlag, PrometheusFlag {
  readonly target: 'compose' | 'process';
  readonly replicas: Readonly<Record<string, number>>;
  readonly load?: number;
  readonly prometheusPort: number;
  readonly grafanaPort: number;
  readonly profile: readonly string[];
  readonly json?: true;
}

/** projectOption: the name of a stack, for those who have several. */
export const projectOption = option({
  flags: '--project <name>',
  description: 'name of the stack in Docker',
  parse: parseProject,
  default: usualProject,
});

const profiles = stackImages.flatMap(({ profile }) => profile ?? []).filter((name) => name !== 'dashboards');
const port = wholeNumber(1, 65_535);

/** upOptions: in the order in which help lists them. */
export const upOptions = [
  option({
    flags: '--target <kind>',
    description:
      'compose: in containers, with Prometheus and Grafana; process: the services alone, until Ctrl-C',
    choices: ['compose', 'process'],
    default: 'compose',
  }),
  option({
    flags: '--replicas <service=count>',
    description: 'replicas of a service; may be given several times',
    parse: parseServiceReplicas,
    default: {},
    defaultText: 'one of each',
  }),
  option({
    flags: '--load <per-second>',
    description: 'booking journeys started per second until Ctrl-C, so that there is something to see',
    parse: parseRate,
  }),
  option({
    flags: '--prometheus <url>',
    description:
      'push the load to this Prometheus server, as rehearse run does (default: that of the stack; none with --target process)',
  }),
  portOption,
  option({
    flags: '--prometheus-port <number>',
    description: 'on 127.0.0.1; compose only',
    parse: port,
    default: 9090,
  }),
  option({
    flags: '--grafana-port <number>',
    description: 'on 127.0.0.1; compose only',
    parse: port,
    default: 3000,
  }),
  option({
    flags: '--profile <name>',
    description: `a further part, compose only: ${profiles.join(', ')}; may be given several times`,
    parse: parseProfile,
    default: [],
    defaultText: 'none',
  }),
  projectOption,
  databaseUrlOption,
  option({ flags: '--json', description: 'print the addresses as one line of JSON' }),
];

function parseProject(text: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,40}$/.test(text))
    throw new InvalidArgumentError('Give up to 41 of a-z, 0-9 and -, beginning with a letter or digit.');
  return text;
}

function parseProfile(text: string, previous: readonly string[]): readonly string[] {
  if (!profiles.includes(text)) throw new InvalidArgumentError(`Give one of ${profiles.join(', ')}.`);
  return [...new Set([...previous, text])];
}

/** refuseUnknownServices throws a Problem for replicas of what is no service. */
export function refuseUnknownServices({ replicas }: UpFlags): void {
  const unknown = Object.keys(replicas).find((service) => !bookingPlatform.services.includes(service));
  if (unknown === undefined) return;
  throw new Problem('usage', `there is no service "${unknown}".`, {
    next: `Choose one of: ${bookingPlatform.services.join(', ')}.`,
  });
}

/** refuseForCompose throws a Problem for what the stack of containers does not take. */
export function refuseForCompose({ databaseUrl, replicas, ...ports }: UpFlags): void {
  if (databaseUrl !== undefined) {
    throw new Problem('usage', 'the stack has a database of its own, and takes no --database-url.', {
      next: 'Leave it out, or add --target process.',
    });
  }
  if ((replicas['gateway'] ?? 1) > 1) {
    throw new Problem('usage', 'the stack has one gateway, which holds the port.', {
      next: 'Give replicas of events and bookings, or add --target process.',
    });
  }
  refuseSharedPorts(ports);
}

type Ports = Pick<UpFlags, 'port' | 'prometheusPort' | 'grafanaPort' | 'profile'>;

function refuseSharedPorts({ port: gatewayPort, prometheusPort, grafanaPort, profile }: Ports): void {
  const tracingPorts = profile.includes('tracing') ? [jaegerPort] : [];
  const ports = [gatewayPort, prometheusPort, grafanaPort, ...tracingPorts];
  const shared = ports.find((one, index) => ports.indexOf(one) < index);
  if (shared === undefined) return;
  throw new Problem('usage', `two parts of the stack cannot both have the port ${shared}.`, {
    next: 'Give each its own with --port, --prometheus-port and --grafana-port.',
  });
}

/** refuseForProcess throws a Problem for what the services alone do not take. */
export function refuseForProcess({ profile: [profile] }: UpFlags): void {
  if (profile === undefined) return;
  throw new Problem(
    'usage',
    `--profile ${profile} is a part of the stack, and --target process is without it.`,
    {
      next: 'Leave out one of the two.',
    },
  );
}

/** givenPrometheus: where a load is to be pushed, if that was said. Throws a Problem for what is no URL of a server. */
export function givenPrometheus({ prometheus }: PrometheusFlag): ServerUrl | undefined {
  return prometheus === undefined ? undefined : parseServerUrl('--prometheus', prometheus);
}
