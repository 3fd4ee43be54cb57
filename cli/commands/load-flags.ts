import { InvalidArgumentError, type Command } from 'commander';
import type { Arrivals } from '../../load/model/load-plan.ts';
import type { Step } from '../../load/model/scenario.ts';
import { parseDurationMs, parsePositiveDurationMs } from '../options/duration.ts';
import { parseRate, wholeNumber } from '../options/number.ts';
import { option } from '../options/option.ts';
import {
  awakeOption,
  engineNames,
  prometheusOption,
  seedOption,
  type AwakeFlag,
  type EngineFlag,
  type PrometheusFlag,
  type SeedFlag,
} from '../options/shared.ts';

type HeaderPair = readonly [name: string, value: string];

/** LoadFlags: the options of `rehearse load`, parsed; durations are milliseconds. */
export interface LoadFlags extends SeedFlag, AwakeFlag, PrometheusFlag {
  readonly rate?: number;
  readonly connections?: number;
  readonly engine?: EngineFlag['engine'];
  readonly duration: number;
  readonly method?: Step['method'];
  readonly header: readonly HeaderPair[];
  readonly body?: string;
  readonly arrivals: Arrivals;
  readonly warmUp: number;
  readonly timeout: number;
  readonly maxInFlight?: number;
  readonly iMayLoadThis?: true;
  readonly json?: true;
}

const methods: readonly Step['method'][] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

const loadOptions = [
  option({
    flags: '--rate <per-second>',
    description: 'requests started per second, whatever comes back (default: 200)',
    parse: parseRate,
  }),
  option({
    flags: '--connections <count>',
    description: 'in place of a rate: connections that each send again as soon as they are answered',
    parse: wholeNumber(1, 10_000),
  }),
  option({
    flags: '--engine <name>',
    description:
      'what sends: paced for a rate, autocannon for connections, k6 (found by K6_BIN or on PATH) for both (default: paced, or autocannon with --connections)',
    choices: engineNames,
  }),
  option({
    flags: '--duration <time>',
    description: 'how long to measure, after the warm-up',
    parse: parsePositiveDurationMs,
    default: 10_000,
    defaultText: '10s',
  }),
  option({
    flags: '--method <name>',
    description: `one of ${methods.join(', ')} (default: GET, or POST with a body)`,
    parse: parseMethod,
  }),
  option({
    flags: '--header <name: value>',
    description: 'a header to send; may be given again',
    parse: addHeader,
    default: [],
    defaultText: 'none',
  }),
  option({ flags: '--body <text>', description: 'a body to send, as it is; JSON or plain text by its look' }),
  option({
    flags: '--arrivals <kind>',
    description: 'evenly spaced, or seeded and independent of each other as those of many clients are',
    choices: ['uniform', 'poisson'],
    default: 'uniform',
  }),
  option({
    flags: '--warm-up <time>',
    description: 'load before the measurement, kept out of it',
    parse: parseDurationMs,
    default: 0,
    defaultText: '0s',
  }),
  option({
    flags: '--timeout <time>',
    description: 'from a request to the last byte of its answer',
    parse: parsePositiveDurationMs,
    default: 10_000,
    defaultText: '10s',
  }),
  option({
    flags: '--max-in-flight <count>',
    description: 'requests open at once; more are not sent (default: 10 s of the rate, at most 10000)',
    parse: wholeNumber(1, 100_000),
  }),
  seedOption,
  awakeOption,
  prometheusOption,
  option({ flags: '--i-may-load-this', description: 'the URL is not on this machine, and you may load it' }),
  option({ flags: '--json', description: 'print the figures as JSON instead of the table' }),
];

/** addLoadFlags declares them on a command. */
export function addLoadFlags(command: Command): void {
  for (const loadOption of loadOptions) command.addOption(loadOption);
}

function parseMethod(text: string): Step['method'] {
  const method = methods.find((name) => name === text.toUpperCase());
  if (method === undefined) throw new InvalidArgumentError(`Give one of ${methods.join(', ')}.`);
  return method;
}

function addHeader(text: string, previous: readonly HeaderPair[]): readonly HeaderPair[] {
  const [, name, value] = /^([^:\s]+):\s*(.*?)\s*$/.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Write it as "name: value".');
  return [...previous, [name, value]];
}
