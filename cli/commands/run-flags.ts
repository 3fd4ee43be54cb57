import type { Command } from 'commander';
import type { RunResult } from '../../load/model/result.ts';
import { parseServerUrl } from '../../load/telemetry/server-url.ts';
import type { SuiteDefinition } from '../../load/suites/suite.ts';
import { wholeNumber } from '../options/number.ts';
import { option } from '../options/option.ts';
import {
  awakeOption,
  databaseUrlOption,
  engineOption,
  pinOption,
  prometheusOption,
  seedOption,
  targetOption,
  type AwakeFlag,
  type DatabaseFlag,
  type EngineFlag,
  type PinFlag,
  type PrometheusFlag,
  type SeedFlag,
  type TargetFlag,
} from '../options/shared.ts';
import { targets } from '../targets.ts';
import { settingOptions, shownSettings, type SettingFlags } from './suite-settings.ts';
import { projectOption, type ProjectFlag } from './up-flags.ts';

/** RunFlags: the options of `rehearse run`, parsed. */
export interface RunFlags
  extends
    SettingFlags,
    SeedFlag,
    TargetFlag,
    ProjectFlag,
    EngineFlag,
    PinFlag,
    AwakeFlag,
    DatabaseFlag,
    PrometheusFlag {
  readonly out?: string;
  readonly json?: true;
  readonly withBrowser?: true;
  /** live: the port of loopback on which the page is served; 0 is any free one. */
  readonly live?: number;
  /** grafana: a server's URL, for links. */
  readonly grafana?: string;
}

const runOptions = [
  ...settingOptions,
  seedOption,
  targetOption,
  projectOption,
  engineOption,
  pinOption,
  awakeOption,
  databaseUrlOption,
  option({ flags: '--out <directory>', description: 'where the files go (default: ./runs/<time>-<suite>)' }),
  option({
    flags: '--live [port]',
    description: 'serve the page on 127.0.0.1 while the run goes on (0 or nothing: any free port)',
    parse: wholeNumber(0, 65_535),
    preset: '0',
  }),
  prometheusOption,
  option({
    flags: '--grafana <url>',
    description: 'where the dashboards are: the report links to that of the run, over its time',
  }),
  option({
    flags: '--with-browser',
    description:
      'during the steady load, wherever the services run, visit the web page again and again with the Chromium on PATH, and book there: LCP, INP and the other vitals under load',
  }),
  option({ flags: '--json', description: 'print the result as JSON instead of the summary' }),
];

/** addRunFlags declares them on a command. */
export function addRunFlags(command: Command): void {
  for (const runOption of runOptions) command.addOption(runOption);
}

/** shownServer: a server's URL as it may be shown. */
function shownServer(name: string, url: string | undefined): Record<string, string> {
  return url === undefined ? {} : { [name]: parseServerUrl(`--${name}`, url).base };
}

/** settingsForResult: what of the flags belongs into a result; URLs that may hold a password do not. */
export function settingsForResult(flags: RunFlags, suite: SuiteDefinition): RunResult['settings'] {
  return {
    ...shownSettings(flags, suite),
    seed: flags.seed,
    target: flags.target,
    ...targets[flags.target].shown?.(flags),
    engine: flags.engine,
    pin: flags.pin,
    awake: flags.awake,
    database: flags.databaseUrl === undefined ? targets[flags.target].database : 'external',
    ...(flags.live === undefined ? {} : { live: true }),
    ...(flags.withBrowser === undefined ? {} : { 'with-browser': true }),
    ...shownServer('prometheus', flags.prometheus),
    ...shownServer('grafana', flags.grafana),
  };
}
