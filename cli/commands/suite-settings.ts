import { suites } from '../../load/suites/index.ts';
import type { SuiteDefinition, SuiteSettings } from '../../load/suites/suite.ts';
import { Problem } from '../../load/model/problem.ts';
import { formatDuration, parseDurationMs, parsePositiveDurationMs } from '../options/duration.ts';
import { parseBytesPerRequest, parseRate, wholeNumber } from '../options/number.ts';
import { option } from '../options/option.ts';
import { parseReplicaSteps } from '../options/replicas.ts';

type Key = keyof SuiteSettings;

/** SettingFlags: the flags that set something of a suite, as commander names them; absent: the suite's default. */
export interface SettingFlags {
  readonly rate?: number;
  readonly duration?: number;
  readonly warmUp?: number;
  readonly replicas?: readonly number[];
  readonly startups?: number;
  readonly repetitions?: number;
  readonly connections?: number;
  readonly leakLimit?: number;
  readonly heapSnapshots?: boolean;
}

interface SettingFlag<K extends Key> {
  /** name: of the flag, without dashes; `value` is what its value is called, null for a flag that is there or not. */
  readonly name: string;
  readonly value: string | null;
  readonly description: string;
  readonly parse?: (text: string) => SuiteSettings[K];
  readonly show: (setting: SuiteSettings[K]) => string | number | boolean;
  readonly of: (flags: SettingFlags) => SuiteSettings[K] | undefined;
}

const settingFlags: { readonly [K in Key]: SettingFlag<K> } = {
  ratePerSecond: {
    name: 'rate',
    value: 'per-second',
    description: 'journeys started per second; each makes about three requests',
    parse: parseRate,
    show: (rate) => rate,
    of: (flags) => flags.rate,
  },
  durationMs: {
    name: 'duration',
    value: 'time',
    description: 'how long each stretch of load is measured, after its warm-up',
    parse: parsePositiveDurationMs,
    show: formatDuration,
    of: (flags) => flags.duration,
  },
  warmUpMs: {
    name: 'warm-up',
    value: 'time',
    description:
      'least load before a measurement, kept out of it; where speed is judged it goes on until the load is steady',
    parse: parseDurationMs,
    show: formatDuration,
    of: (flags) => flags.warmUp,
  },
  replicas: {
    name: 'replicas',
    value: 'counts',
    description: 'replicas of the scaled service, rising: 1,3 stands for 1 → 3 → 1',
    parse: parseReplicaSteps,
    show: (counts) => counts.join(','),
    of: (flags) => flags.replicas,
  },
  startups: {
    name: 'startups',
    value: 'count',
    description: 'how many starts are measured',
    parse: wholeNumber(1, 200),
    show: (count) => count,
    of: (flags) => flags.startups,
  },
  repetitions: {
    name: 'repetitions',
    value: 'count',
    description: 'how often each number of replicas is measured, each time on fresh processes',
    parse: wholeNumber(1, 50),
    show: (count) => count,
    of: (flags) => flags.repetitions,
  },
  connections: {
    name: 'connections',
    value: 'count',
    description: 'the most connections of a closed load, each of which waits for its answer',
    parse: wholeNumber(1, 10_000),
    show: (count) => count,
    of: (flags) => flags.connections,
  },
  leakLimitBytesPerRequest: {
    name: 'leak-limit',
    value: 'bytes',
    description: 'smallest growth of a heap that counts as a leak, in bytes per request',
    parse: parseBytesPerRequest,
    show: (bytes) => bytes,
    of: (flags) => flags.leakLimit,
  },
  heapSnapshots: {
    name: 'heap-snapshots',
    value: null,
    description: 'write down the heaps before and after the load, for the developer tools of a browser',
    show: (wanted) => wanted,
    of: (flags) => flags.heapSnapshots,
  },
};

const keys = Object.keys(settingFlags) as Key[];

/** settingOptions: an option for each setting; its help names the default of every suite that takes it. */
export const settingOptions = keys.map((key) => {
  const { name, value, description, parse } = settingFlags[key];
  return option({
    flags: value === null ? `--${name}` : `--${name} <${value}>`,
    description: `${description} (${defaultsOf(key)})`,
    ...(parse === undefined ? {} : { parse: (text: string) => parse(text) }),
  });
});

/** suiteSettings: what of the flags was given. Throws a Problem of kind `usage` for one that the suite does not take. */
export function suiteSettings(flags: SettingFlags, suite: SuiteDefinition): Partial<SuiteSettings> {
  const given = keys.filter((key) => settingFlags[key].of(flags) !== undefined);
  const foreign = given.find((key) => suite.defaults[key] === undefined);
  if (foreign !== undefined) throw notTaken(foreign, suite);
  return Object.fromEntries(given.map((key) => [key, settingFlags[key].of(flags)]));
}

/** shownSettings: every setting that the suite takes, given or default, by flag name. */
export function shownSettings(
  flags: SettingFlags,
  suite: SuiteDefinition,
): Readonly<Record<string, string | number | boolean>> {
  const settings = { ...suite.defaults, ...suiteSettings(flags, suite) };
  return Object.fromEntries(
    keys.flatMap((key) => {
      const shown = shownSetting(key, settings);
      return shown === undefined ? [] : [[settingFlags[key].name, shown]];
    }),
  );
}

function shownSetting<K extends Key>(
  key: K,
  settings: Partial<Pick<SuiteSettings, K>>,
): string | number | boolean | undefined {
  const setting = settings[key];
  return setting === undefined ? undefined : settingFlags[key].show(setting);
}

function defaultsOf(key: Key): string {
  const taken = suites.filter((suite) => suite.defaults[key] !== undefined);
  return `default: ${taken.map((suite) => `${suite.name} ${shownSetting(key, suite.defaults)}`).join(', ')}`;
}

function notTaken(key: Key, suite: SuiteDefinition): Problem {
  const taken = keys.filter((other) => suite.defaults[other] !== undefined);
  return new Problem('usage', `the suite ${suite.name} does not take --${settingFlags[key].name}.`, {
    next:
      taken.length === 0
        ? 'Leave it out.'
        : `It takes ${taken.map((other) => `--${settingFlags[other].name}`).join(', ')}.`,
  });
}
