import { totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { DashboardCheck, type CheckSetting } from '../../dashboards/check/check-dashboards.ts';
import type { Finding } from '../../dashboards/check/finding.ts';
import { PrometheusApi } from '../../dashboards/check/prometheus-api.ts';
import type { Source } from '../../dashboards/check/sources.ts';
import type { ClassicDashboard } from '../../dashboards/classic-json.ts';
import { rulesDirectory } from '../../dashboards/places.ts';
import { Problem } from '../../load/model/problem.ts';
import type { RunResult } from '../../load/model/result.ts';
import type { Progress } from '../../load/runner/progress.ts';
import { say, type Io } from '../io.ts';
import { guarded } from '../parts.ts';
import { progressFor } from '../progress/progress.ts';
import { checkInGrafana, type GrafanaLook } from './check-in-grafana.ts';
import { emptySeconds } from './empty-seconds.ts';
import { scrapeSeconds } from './prometheus-config.ts';
import { rulesInTime } from './rules-in-time.ts';
import { findPrometheus } from './prometheus-program.ts';
import { startPrometheus } from './prometheus-server.ts';
import { shortRun } from './short-run.ts';

const lookEveryMs = 3_000;
/** rangeSeconds: what a reader would choose who looks at a run of a minute. */
const rangeSeconds = 120;
/** afterRunMs: what a run tells at its end has come by then, and has been scraped and recorded. */
const afterRunMs = 8_000;

/** underLoad: what there is something of as soon as there is a load. */
const underLoad: readonly Source[] = ['services', 'load', 'watched', 'browser'];

const nowSeconds = (): number => Date.now() / 1000;

/** checkByRun asks a Prometheus of its own while a short run goes on that it knows all about, and a Grafana if told to. */
export async function checkByRun(
  dashboards: readonly ClassicDashboard[],
  io: Io,
  through?: GrafanaLook,
): Promise<readonly Finding[]> {
  const program = await findPrometheus();
  const shown = progressFor(io);
  try {
    return await guarded(async (guard) => {
      await using teardown = new AsyncDisposableStack();
      const begunAtSeconds = nowSeconds();
      const server = await startPrometheus(program, rulesDirectory, {
        guard,
        teardown,
        signal: io.interrupted,
      });
      const api = new PrometheusApi(server.url);
      const setting: CheckSetting = {
        dashboards,
        api,
        present: new Set([...underLoad, 'starts', 'changes', 'run']),
        scrapeSeconds,
        nowSeconds,
        begunAtSeconds,
        memoryBytes: totalmem(),
        rangeSeconds,
        emptySeconds,
      };
      const check = new DashboardCheck(setting);
      const order = { prometheusUrl: server.url, guard, teardown, signal: io.interrupted };
      const grafana = through && (await checkInGrafana(through, setting, order));
      const checks = grafana === undefined ? [check] : [check, grafana.check];
      const began = (sources: readonly Source[], agoSeconds?: number): void =>
        checks.forEach((one) => one.began(sources, agoSeconds));
      const progress: Progress = {
        ...shown,
        // It is told when it is over.
        second: () => {
          began(underLoad, 1);
          grafana?.second();
        },
        glimpsed: ({ kind }) => began(kind === 'startup' ? ['starts'] : []),
        marked: ({ kind }) => began(kind === 'scale' ? ['changes'] : []),
      };
      const run = shortRun({
        server,
        guard,
        teardown,
        progress,
        interrupted: io.interrupted,
        say: (line) => say(io, line),
      });
      await lookWhile(run, checks, io);
      refuseFailed(await run);
      return [
        ...check.findings(),
        ...(await rulesInTime(api, io.interrupted)),
        ...((await grafana?.findings()) ?? []),
      ];
    });
  } finally {
    shown.close();
  }
}

/** lookWhile asks until all has answered and the run has ended, and for a while after its end. */
async function lookWhile(run: Promise<RunResult>, checks: readonly DashboardCheck[], io: Io): Promise<void> {
  let giveUpAt = Number.POSITIVE_INFINITY;
  const ended = run.finally(() => {
    giveUpAt = performance.now() + afterRunMs;
    for (const check of checks) check.began(['run']);
  });
  ended.catch(() => {});
  while (!(await looked(checks)) && performance.now() < giveUpAt && !io.interrupted.aborted) {
    await sleep(lookEveryMs, undefined, { signal: io.interrupted }).catch(() => {});
  }
  await ended;
}

async function looked(checks: readonly DashboardCheck[]): Promise<boolean> {
  let done = true;
  for (const check of checks) done = (await check.look()) && done;
  return done;
}

function refuseFailed(result: RunResult): void {
  if (result.state === 'complete' || result.state === 'invalid') return;
  const { message, detail } = result.state === 'failed' ? result.failure : { message: 'it was interrupted' };
  throw new Problem(
    'harness',
    `the run that the dashboards were to show ended as ${result.state}: ${message}`,
    detail === undefined ? {} : { detail },
  );
}
