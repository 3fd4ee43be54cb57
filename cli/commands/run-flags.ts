import type { Command } from 'commander';
import type { RunResult } from '../../load/model/result.ts';
import { quickDefaults } from '../../load/suites/quick.ts';
import type { SuiteSettings } from '../../load/suites/suite.ts';
import { formatDuration, parseDurationMs, parsePositiveDurationMs } from '../options/duration.ts';
import { parseRate, wholeNumber } from '../options/number.ts';
import { option } from '../options/option.ts';
import { parseReplicaSteps } from '../options/replicas.ts';
import {
  databaseUrlOption,
  engineOption,
  seedOption,
  targetOption,
  type DatabaseFlag,
  type EngineFlag,
  type SeedFlag,
  type TargetFlag,
} from '../options/shared.ts';

/** RunFlags: the options of `rehearse run`, parsed. */
export interface RunFlags extends SeedFlag, TargetFlag, EngineFlag, DatabaseFlag {
  readonly rate: number;
  readonly duration: number;
  readonly warmUp: number;
  readonly replicas: readonly number[];
  readonly startups: number;
  readonly out?: string;
  readonly json?: true;
}

const runOptions = [
  option({
    flags: '--rate <per-second>',
    description: 'journeys started per second; each makes about three requests',
    parse: parseRate,
    default: quickDefaults.ratePerSecond,
  }),
  option({
    flags: '--duration <time>',
    description: 'how long latency is measured, after the warm-up',
    parse: parsePositiveDurationMs,
    default: quickDefaults.durationMs,
    defaultText: formatDuration(quickDefaults.durationMs),
  }),
  option({
    flags: '--warm-up <time>',
    description: 'load before the measurement, kept out of it',
    parse: parseDurationMs,
    default: quickDefaults.warmUpMs,
    defaultText: formatDuration(quickDefaults.warmUpMs),
  }),
  option({
    flags: '--replicas <counts>',
    description: 'replicas of the scaled service, rising: the first and the last are used for 1 → 3 → 1',
    parse: parseReplicaSteps,
    default: [...quickDefaults.replicas],
    defaultText: quickDefaults.replicas.join(','),
  }),
  option({
    flags: '--startups <count>',
    description: 'how many starts are measured',
    parse: wholeNumber(1, 200),
    default: quickDefaults.startups,
  }),
  seedOption,
  targetOption,
  engineOption,
  databaseUrlOption,
  option({ flags: '--out <directory>', description: 'where the files go (default: ./runs/<time>-<suite>)' }),
  option({ flags: '--json', description: 'print the result as JSON instead of the summary' }),
];

/** addRunFlags declares them on a command. */
export function addRunFlags(command: Command): void {
  for (const runOption of runOptions) command.addOption(runOption);
}

/** suiteSettings: what of the flags a suite is made from. */
export function suiteSettings(flags: RunFlags): SuiteSettings {
  return {
    ratePerSecond: flags.rate,
    durationMs: flags.duration,
    warmUpMs: flags.warmUp,
    replicas: flags.replicas,
    startups: flags.startups,
  };
}

/** settingsForResult: what of the flags belongs into a result; a database's URL may hold a password and does not. */
export function settingsForResult(flags: RunFlags): RunResult['settings'] {
  return {
    rate: flags.rate,
    duration: formatDuration(flags.duration),
    'warm-up': formatDuration(flags.warmUp),
    replicas: flags.replicas.join(','),
    startups: flags.startups,
    seed: flags.seed,
    target: flags.target,
    engine: flags.engine,
    database: flags.databaseUrl === undefined ? 'embedded' : 'external',
  };
}
