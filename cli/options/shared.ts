import type { Engine } from '../../load/engines/engine.ts';
import { asleep, keepAwake, type Awake } from '../../load/model/awake.ts';
import { targets, type TargetName } from '../targets.ts';
import { parseSeed, wholeNumber } from './number.ts';
import { option } from './option.ts';

export interface SeedFlag {
  readonly seed: number;
}
/** seedOption: what makes a run repeatable. */
export const seedOption = option({
  flags: '--seed <number>',
  description: 'of arrivals and journeys; the same seed asks for the same',
  parse: parseSeed,
  default: 1,
});

export interface TargetFlag {
  readonly target: TargetName;
}
const places = Object.entries(targets).map(([name, { where }]) => `${name} (${where})`);

/** targetOption: where the services run. */
export const targetOption = option({
  flags: '--target <kind>',
  description: `where the services run: ${new Intl.ListFormat('en', { type: 'disjunction' }).format(places)}`,
  choices: Object.keys(targets),
  default: 'process',
});

export interface EngineFlag {
  readonly engine: Engine['name'];
}
/** engineNames: in the order in which help lists them. */
export const engineNames: readonly Engine['name'][] = ['paced', 'autocannon', 'k6'];

/** engineOption: what sends the load. */
export const engineOption = option({
  flags: '--engine <name>',
  description:
    'what sends the load: paced (open loads; autocannon for closed ones), autocannon (closed only), k6 (found by K6_BIN or on PATH)',
  choices: engineNames,
  default: 'paced',
});

export interface PinFlag {
  readonly pin: 'auto' | 'off';
}
/** pinOption: cores of its own for the load generator. */
export const pinOption = option({
  flags: '--pin <how>',
  description:
    'auto: generator and services get cores of their own where there are at least 4, and the report says so',
  choices: ['auto', 'off'],
  default: 'off',
});

export interface AwakeFlag {
  readonly awake: 'auto' | 'off';
}
/** awakeOption: processors that are there at once. */
export const awakeOption = option({
  flags: '--awake <how>',
  description:
    'auto: idle processors are kept from sleeping while it measures, where this user may write /dev/cpu_dma_latency; waking them is no part of what is measured then',
  choices: ['auto', 'off'],
  default: 'auto',
});

/** awakeFor does what the option says. */
export function awakeFor({ awake }: AwakeFlag): Awake {
  return awake === 'auto' ? keepAwake() : asleep('--awake is off');
}

export interface PortFlag {
  readonly port: number;
}
/** portOption: where the stack that `up` starts is found. */
export const portOption = option({
  flags: '--port <number>',
  description: "the gateway's port on 127.0.0.1",
  parse: wholeNumber(1, 65_535),
  default: 8080,
});

export interface DatabaseFlag {
  readonly databaseUrl?: string;
}
/** databaseUrlOption: a server of one's own in place of the embedded one. */
export const databaseUrlOption = option({
  flags: '--database-url <url>',
  description: 'PostgreSQL server whose user may create databases (default: an embedded server)',
});

export interface PrometheusFlag {
  /** prometheus: a server's URL, which may hold a password. */
  readonly prometheus?: string;
}
/** prometheusOption: on one time axis with the services' own metrics. */
export const prometheusOption = option({
  flags: '--prometheus <url>',
  description:
    'push to this Prometheus server while it goes on; its OTLP receiver must be enabled, the URL may hold user:password@',
});
