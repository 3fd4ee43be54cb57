import { join, relative } from 'node:path';
import type { Engine } from '../../load/engines/engine.ts';
import { Problem } from '../../load/model/problem.ts';
import type { RunResult } from '../../load/model/result.ts';
import { engineMisfit } from '../../load/runner/engine-misfit.ts';
import { runSuite, type RunOrder } from '../../load/runner/run-suite.ts';
import { writeResult } from '../../load/runner/write-result.ts';
import { inForm } from '../../load/suites/in-form.ts';
import { suites } from '../../load/suites/index.ts';
import type { Suite, SuiteDefinition } from '../../load/suites/suite.ts';
import { bookingPlatform } from '../../load/subjects/booking-platform/booking-platform.ts';
import { type Push, startPush } from '../../load/telemetry/push.ts';
import { parseServerUrl } from '../../load/telemetry/server-url.ts';
import { renderSummary } from '../../reports/render/terminal/summary.ts';
import { writeReports } from '../../reports/write-report.ts';
import type { CliCommand } from '../command.ts';
import { exitCodeOf, type ExitCode } from '../exit-code.ts';
import { say, screen, type Io } from '../io.ts';
import { type LiveView, startLiveView } from '../live/live-view.ts';
import { awakeFor } from '../options/shared.ts';
import { closedEngineOf, engines, guarded } from '../parts.ts';
import { alsoTelling, both } from '../progress/both.ts';
import { progressFor } from '../progress/progress.ts';
import { openRunDirectory, type RunDirectory } from '../run-directory.ts';
import { targets, type Ground } from '../targets.ts';
import { tellingEngine } from '../telling-engine.ts';
import { browserFor } from './browser-for.ts';
import { addRunFlags, settingsForResult, type RunFlags } from './run-flags.ts';
import { suiteSettings } from './suite-settings.ts';

const help = `
Suites:
${suites.map(({ name, title, lasts }) => `  ${name.padEnd(12)} ${title} (${lasts})`).join('\n')}

Examples:
  rehearse run                          the quick suite, in at most 90 seconds
  rehearse run --rate 20 --replicas 1,2 the same, gentler, for a small machine
  rehearse run --live                   with a page that shows the run while it goes on
  rehearse run --with-browser           with a real browser on the web page during the steady load
  rehearse run --target compose         in the stack that rehearse up has started
  rehearse run --json > result.json     for other programs
  rehearse run --prometheus http://127.0.0.1:9090   on the same time axis as the services' own metrics

A run writes result.json, report.html, report.md, junit.xml and metrics.om into its directory. metrics.om puts a finished
run into a Prometheus of its own: promtool tsdb create-blocks-from openmetrics metrics.om data makes
its data. Do not do so to one that is running: Prometheus calls blocks of its newest three hours unsafe.

--target compose borrows the stack: its own replicas of events, bookings and gateway are stopped in order, and replicas
made as they are (image, environment, limits, networks, labels) take their place for each part of the suite, on databases
that are made for the run on the stack's PostgreSQL. The address of the stack does not answer meanwhile; its Prometheus
and Grafana show the replicas of the run. At the end, after Ctrl-C as well, the run's replicas and databases are removed
and the stack's own containers start again, with their data as it was.`;

const suiteNames = suites.map(({ name }) => name).join(', ');

/** runCommand: `rehearse run [suite]`, the main job. */
export const runCommand: CliCommand = {
  add(program, io, run) {
    const command = program
      .command('run')
      .description('run a suite: prepare, measure, judge, report')
      .argument('[suite]', `one of: ${suiteNames}`, 'quick')
      .addHelpText('after', help);
    addRunFlags(command);
    command.action((name: string, flags: RunFlags) => run(() => runNamed(name, flags, io)));
  },
};

async function runNamed(name: string, flags: RunFlags, io: Io): Promise<ExitCode> {
  const definition = suiteNamed(name);
  const target = targets[flags.target];
  const ground = target.ground(flags);
  const suite = inForm(definition.make(suiteSettings(flags, definition)), ground.target.form);
  await checkEngine(engines[flags.engine], suite);
  const browser = browserFor(flags, suite);
  await target.check?.(flags, io);
  const settings = settingsForResult(flags, definition);
  const prometheus =
    flags.prometheus === undefined ? undefined : parseServerUrl('--prometheus', flags.prometheus);
  const directory = await openRunDirectory(io.workingDirectory, name, flags.out, new Date());
  const engine = tellingEngine(engines[flags.engine], prometheus);
  const order = {
    ...ground,
    suite,
    settings,
    engine,
    output: directory.path,
    ...(browser === undefined ? {} : { browser }),
  };
  await using live = await liveViewFor(suite, flags, io, directory);
  using push = prometheus && startPush(prometheus, (trouble) => say(io, trouble));
  const measured = await measure(order, { live, push }, flags, io).catch(async (error: unknown) => {
    await directory.discard();
    throw error;
  });
  const result = push === undefined ? measured : await pushed(measured, push, io.interrupted);
  await writeResult(result, directory.path);
  await writeReports(result, directory.path);
  await directory.finish();
  await live?.over(join(directory.path, 'report.html'));
  show(result, directory, flags, io);
  return exitCodeOf(result);
}

function suiteNamed(name: string): SuiteDefinition {
  const suite = suites.find((candidate) => candidate.name === name);
  if (suite !== undefined) return suite;
  throw new Problem('usage', `there is no suite "${name}".`, { next: `Choose one of: ${suiteNames}.` });
}

/** checkEngine throws a Problem of kind `usage` at once where the suite would come to a load that the engine cannot do. */
async function checkEngine(engine: Engine, suite: Suite): Promise<void> {
  const misfit = engineMisfit(engine, suite);
  if (misfit !== undefined) throw misfit;
  await engine.check?.();
}

/** liveViewFor serves the run's page where it is asked for, and says where. */
async function liveViewFor(
  suite: Suite,
  { live: port }: RunFlags,
  io: Io,
  directory: RunDirectory,
): Promise<LiveView | undefined> {
  if (port === undefined) return undefined;
  const live = await startLiveView(port, suite).catch(async (error: unknown) => {
    await directory.discard();
    throw error;
  });
  say(io, `live: ${live.url}`);
  return live;
}

/** pushed gives the result with what went wrong on its way to Prometheus. */
async function pushed(result: RunResult, push: Push, interrupted: AbortSignal): Promise<RunResult> {
  const warnings = await push.finish(result, interrupted);
  return { ...result, warnings: [...result.warnings, ...warnings] };
}

/** Listeners: who is told of a run beside the screen. */
interface Listeners {
  readonly live: LiveView | undefined;
  readonly push: Push | undefined;
}

async function measure(
  what: Ground & Pick<RunOrder, 'suite' | 'settings' | 'engine' | 'output' | 'browser'>,
  { live, push }: Listeners,
  flags: RunFlags,
  io: Io,
): Promise<RunResult> {
  const shown = progressFor(io);
  const seen = live === undefined ? shown : both(shown, live.progress);
  const progress = push === undefined ? seen : alsoTelling(seen, push.events);
  using awake = awakeFor(flags);
  try {
    return await guarded((guard) =>
      runSuite({
        ...what,
        guard,
        progress,
        subject: bookingPlatform,
        closedEngine: closedEngineOf(what.engine),
        seed: flags.seed,
        pin: flags.pin === 'auto',
        idleProcessors: awake.text,
        interrupted: io.interrupted,
      }),
    );
  } finally {
    shown.close();
  }
}

function show(result: RunResult, directory: RunDirectory, flags: RunFlags, io: Io): void {
  if (flags.json) io.out.write(`${JSON.stringify(result)}\n`);
  else io.out.write(`${renderSummary(result, screen(io))}\n`);
  const path = relative(io.workingDirectory, directory.path) || '.';
  say(io, `report: ${path}/report.html`);
  say(io, `result: ${path}/result.json`);
}
