import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { sleeperAlarm } from '../../engines/paced/sleeper-alarm.ts';
import { newHistogram, percentiles, recordMs, type Percentiles } from '../../model/histogram.ts';
import type { Spun } from './spinner.ts';

/** NoiseFloor: what this machine does to whoever wants to be on time, with no load of ours. Shares are from 0 to 1. */
export interface NoiseFloor {
  /** wakeUpMs: how late a thread is woken that asks for it 1,000 times a second, as the paced engine does. */
  readonly wakeUpMs: Percentiles;
  /** lostShare of a busy thread's time that others had, and the longest that it was kept from its core. */
  readonly lostShare: number;
  readonly longestGapMs: number;
  /** secondCoreShare: what each of two busy threads gets done, of what one alone does; near 1 where a core is spare. */
  readonly secondCoreShare: number;
  /** stealShare of CPU time that other guests of the host had meanwhile; null where the kernel does not tell. */
  readonly stealShare: number | null;
}

const [wakeUps, wakeUpsPerSecond, spinMs] = [2000, 1000, 1000];

/** noiseFloor measures it, in about four seconds. */
export async function noiseFloor(): Promise<NoiseFloor> {
  const before = await cpuTicks();
  const wakeUpMs = await wakeUpDelays();
  const [alone] = await spin(1);
  const pair = await spin(2);
  const after = await cpuTicks();
  const turns = pair.reduce((sum, spun) => sum + spun.turns, 0) / pair.length;
  return {
    wakeUpMs,
    lostShare: alone!.lostMs / spinMs,
    longestGapMs: alone!.longestGapMs,
    secondCoreShare: turns / alone!.turns,
    stealShare: before && after && after.total > before.total ? stealBetween(before, after) : null,
  };
}

async function wakeUpDelays(): Promise<Percentiles> {
  const [delays, finished, alarm] = [newHistogram(), Promise.withResolvers<void>(), await sleeperAlarm()];
  const startMs = performance.now() + 20;
  const dueMs = (index: number): number => startMs + (index * 1000) / wakeUpsPerSecond;
  let done = 0;
  const ring = (): void => {
    for (let nowMs = performance.now(); done < wakeUps && dueMs(done) <= nowMs; nowMs = performance.now())
      recordMs(delays, nowMs - dueMs(done++));
    if (done < wakeUps) alarm.set(dueMs(done), ring, dueMs(done + 1));
    else finished.resolve();
  };
  // The alarm alone keeps no event loop alive.
  const alive = setInterval(() => {}, 1000);
  ring();
  await finished.promise;
  clearInterval(alive);
  await alarm.close();
  return percentiles(delays);
}

async function spin(threads: number): Promise<Spun[]> {
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL('./spinner.ts', import.meta.url), { workerData: { forMs: spinMs } }),
  );
  return Promise.all(workers.map(async (worker) => ((await once(worker, 'message')) as [Spun])[0]));
}

interface CpuTicks {
  readonly total: number;
  readonly steal: number;
}

/** cpuTicks: of all cores since boot, the eighth of which is steal (proc_stat(5)). */
async function cpuTicks(): Promise<CpuTicks | undefined> {
  const text = await readFile('/proc/stat', 'utf8').catch(() => '');
  const fields = text.split('\n', 1)[0]?.trim().split(/\s+/).slice(1, 9).map(Number) ?? [];
  if (fields.length < 8) return undefined;
  return { total: fields.reduce((sum, ticks) => sum + ticks, 0), steal: fields[7]! };
}

function stealBetween(before: CpuTicks, after: CpuTicks): number {
  return (after.steal - before.steal) / (after.total - before.total);
}
