import { totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { DashboardCheck } from '../../dashboards/check/check-dashboards.ts';
import type { Finding } from '../../dashboards/check/finding.ts';
import { emptySeconds } from './empty-seconds.ts';
import { begunAt, sourcesIn } from '../../dashboards/check/present.ts';
import { PrometheusApi } from '../../dashboards/check/prometheus-api.ts';
import type { ClassicDashboard } from '../../dashboards/classic-json.ts';
import { Problem } from '../../load/model/problem.ts';
import type { ServerUrl } from '../../load/telemetry/server-url.ts';
import { say, type Io } from '../io.ts';
import { scrapeSeconds } from './prometheus-config.ts';
import { rulesInTime } from './rules-in-time.ts';

const lookEveryMs = 2_000;
/** rangeSeconds: that with which most dashboards open. */
const rangeSeconds = 900;

const nowSeconds = (): number => Date.now() / 1000;

/** checkAgainst asks a server that is there already, for as long as a panel may be empty. */
export async function checkAgainst(
  dashboards: readonly ClassicDashboard[],
  { base, login }: ServerUrl,
  io: Io,
): Promise<readonly Finding[]> {
  const api = new PrometheusApi(base, login);
  if (!(await api.isReady())) {
    throw new Problem('usage', `no Prometheus answers at ${base}.`, { next: 'Is it there, and ready?' });
  }
  const present = await sourcesIn(api, nowSeconds(), rangeSeconds);
  if (!present.has('services')) {
    throw new Problem('usage', `the Prometheus at ${base} scrapes no services of ours.`, {
      next: 'Start them (rehearse up), put load on them, and ask again.',
    });
  }
  const check = new DashboardCheck({
    dashboards,
    api,
    present,
    scrapeSeconds,
    nowSeconds,
    begunAtSeconds: await begunAt(api, nowSeconds()),
    memoryBytes: totalmem(),
    rangeSeconds,
    emptySeconds,
  });
  const giveUpAt = performance.now() + emptySeconds * 1000;
  while (!(await check.look()) && performance.now() < giveUpAt) {
    await sleep(lookEveryMs, undefined, { signal: io.interrupted });
  }
  say(io, `asked ${base}`);
  return [...check.findings(), ...(await rulesInTime(api, io.interrupted))];
}
