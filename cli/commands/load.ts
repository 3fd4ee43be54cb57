import type { Engine } from '../../load/engines/engine.ts';
import { singleRequestPlan } from '../../load/engines/single-request.ts';
import { startRunClock } from '../../load/model/clock.ts';
import type { LoadObservation, LoadProgress } from '../../load/model/load-observation.ts';
import type { LoadModel, LoadPlan } from '../../load/model/load-plan.ts';
import { Problem } from '../../load/model/problem.ts';
import { parseServerUrl } from '../../load/telemetry/server-url.ts';
import type { CliCommand } from '../command.ts';
import { ExitCode } from '../exit-code.ts';
import { say, type Io } from '../io.ts';
import { awakeFor } from '../options/shared.ts';
import { engines } from '../parts.ts';
import { pushLoad } from '../push-load.ts';
import { stopOnAbort } from '../stop-on-abort.ts';
import { tellingEngine } from '../telling-engine.ts';
import { addLoadFlags, type LoadFlags } from './load-flags.ts';
import { loadJson, loadTable } from './load-report.ts';
import { parseLoadUrl, refuseForeignHost, shownUrl } from './load-url.ts';

const examples = `
Examples:
  rehearse load http://127.0.0.1:3000/api/events
  rehearse load http://127.0.0.1:3000/api/events --rate 500 --duration 30s --arrivals poisson --warm-up 5s
  rehearse load http://localhost:3000/api/users --body '{"name":"Ada"}' --json
  rehearse load http://127.0.0.1:3000/api/events --connections 50
  rehearse load http://127.0.0.1:3000/api/events --prometheus http://127.0.0.1:9090

Requests are sent at their time, whatever comes back; response time counts from then. With --connections they follow
the answers instead, and times count from the send: a ceiling of throughput, not what clients at a rate would see.`;

/** loadCommand: `rehearse load <url>`, one URL through an engine. */
export const loadCommand: CliCommand = {
  add(program, io, run) {
    const command = program
      .command('load')
      .description('put one URL under load: latency, losses, validity')
      .argument('<url>', 'http URL; loopback unless --i-may-load-this')
      .addHelpText('after', examples);
    addLoadFlags(command);
    command.action((url: string, flags: LoadFlags) => run(() => load(url, flags, io)));
  },
};

async function load(text: string, flags: LoadFlags, io: Io): Promise<ExitCode> {
  const url = parseLoadUrl(text);
  if (flags.iMayLoadThis !== true) refuseForeignHost(url);
  using awake = awakeFor(flags);
  const observation = await observe(flags, planOf(url, flags), awake.text, io);
  io.out.write(
    flags.json === true ? loadJson(observation) : loadTable(shownUrl(url), observation, awake.text),
  );
  if (io.interrupted.aborted) return ExitCode.interrupted;
  return observation.valid ? ExitCode.pass : ExitCode.invalid;
}

function planOf(url: URL, flags: LoadFlags): LoadPlan {
  const { header, body, method = body === undefined ? 'GET' : 'POST' } = flags;
  const { startedAt, originNs } = startRunClock();
  return singleRequestPlan(
    { url, method, headers: header, ...(body === undefined ? {} : { body }) },
    {
      load: modelOf(flags),
      seed: flags.seed,
      warmUpMs: flags.warmUp,
      durationMs: flags.duration,
      timeoutMs: flags.timeout,
      maxInFlight: flags.maxInFlight,
      clock: { startedAt, originNs },
    },
  );
}

function engineOf({ engine, connections }: LoadFlags): Engine {
  return engines[engine ?? (connections === undefined ? 'paced' : 'autocannon')];
}

const defaultRate = 200;

function modelOf({ rate, connections, arrivals }: LoadFlags): LoadModel {
  if (connections === undefined) return { model: 'open', ratePerSecond: rate ?? defaultRate, arrivals };
  if (rate === undefined) return { model: 'closed', connections };
  throw new Problem(
    'usage',
    '--rate and --connections are two models of load: requests by time, or by answers.',
    {
      next: 'Give one of them.',
    },
  );
}

async function observe(
  flags: LoadFlags,
  plan: LoadPlan,
  idleProcessors: string,
  io: Io,
): Promise<LoadObservation> {
  const prometheus =
    flags.prometheus === undefined ? undefined : parseServerUrl('--prometheus', flags.prometheus);
  const engine = tellingEngine(engineOf(flags), prometheus);
  await using teardown = new AsyncDisposableStack();
  const show = progressLine(io);
  teardown.defer(() => show.clear());
  const trouble = (message: string): void => {
    show.clear();
    say(io, message);
  };
  const planned = { suite: 'load', engine: engine.name, plan, idleProcessors };
  const push = prometheus && (await pushLoad(prometheus, planned, trouble));
  if (push !== undefined) teardown.use(push);
  const started = await engine.start(plan, (progress) => {
    push?.second(progress);
    show.tell(progress);
  });
  teardown.defer(() => started.kill());
  stopOnAbort(started, io.interrupted, teardown);
  const { observation } = await started.finished;
  const warnings = (await push?.finish(observation, io.interrupted)) ?? [];
  return { ...observation, warnings: [...observation.warnings, ...warnings] };
}

/** progressLine shows a line a second: one that is overwritten in a terminal, one after the other elsewhere. */
function progressLine(io: Io): { tell(progress: LoadProgress): void; clear(): void } {
  if (io.terminal === undefined) {
    return { tell: (progress) => void io.err.write(`${lineOf(progress)}\n`), clear: () => {} };
  }
  const { columns } = io.terminal;
  const overwrite = (text: string): void => void io.err.write(`\r\u001B[2K${text.slice(0, columns - 1)}`);
  return { tell: (progress) => overwrite(lineOf(progress)), clear: () => overwrite('') };
}

function lineOf({ phase, scheduled, ok, totals, inFlight, p50Ms, maxMs }: LoadProgress): string {
  const bad =
    totals.rejected + totals.failed === 0 ? '' : `, ${totals.rejected} rejected, ${totals.failed} failed`;
  return `${phase}: ${scheduled}/s scheduled, ${ok}/s ok, p50 ${ms(p50Ms)}, max ${ms(maxMs)}, ${inFlight} in flight${bad}`;
}

function ms(value: number | null): string {
  return value === null ? '–' : `${value.toFixed(1)} ms`;
}
