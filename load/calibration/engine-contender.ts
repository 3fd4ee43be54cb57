import type { Engine } from '../engines/engine.ts';
import { singleRequestPlan } from '../engines/single-request.ts';
import { startRunClock } from '../model/clock.ts';
import type { LoadObservation } from '../model/load-observation.ts';
import type { LoadModel, LoadPlan } from '../model/load-plan.ts';
import { lostRequests } from '../model/ledger.ts';
import type { Contender, Order, Reading } from './contender.ts';

/** engineContender puts one of our engines to the test, in the open model where it can. */
export function engineContender(
  engine: Engine,
  options: Partial<Pick<Contender, 'absent' | 'arrivalsFor'>> = {},
): Contender {
  const model = engine.models.includes('open') ? 'open' : 'closed';
  return {
    name: engine.name,
    model,
    thorough: model === 'open',
    arrivalsFor: (asked) => asked,
    absent: async () => undefined,
    ...options,
    async measure(order) {
      const plan = planOf(order, model);
      const started = await engine.start(plan);
      const kill = (): void => void started.kill();
      order.signal.addEventListener('abort', kill);
      try {
        order.signal.throwIfAborted();
        return readingOf((await started.finished).observation, plan);
      } finally {
        order.signal.removeEventListener('abort', kill);
        await started.kill();
      }
    },
  };
}

function planOf({ url, truthCase, warmUpMs, durationMs }: Order, model: LoadModel['model']): LoadPlan {
  const { ratePerSecond, arrivals, connections, seed } = truthCase;
  const { startedAt, originNs } = startRunClock();
  return singleRequestPlan(
    { url: new URL(url), method: 'GET', headers: [] },
    {
      load: model === 'open' ? { model, ratePerSecond, arrivals } : { model, connections },
      seed,
      warmUpMs,
      durationMs,
      timeoutMs: 5000,
      // Ten times what the longest stall lets pile up: whoever is held back by it is held back by itself.
      maxInFlight: 2000,
      clock: { startedAt, originNs },
    },
  );
}

function readingOf(
  { measured, generator, load, startedAtMs, invalidReasons }: LoadObservation,
  { clock }: LoadPlan,
): Reading {
  const { responseTimeMs: times, dispatchDelayMs, ledger, durationMs } = measured;
  const cpuUs = generator.cpuShare * durationMs * 1000;
  return {
    timesMs: { p50: times.p50, p90: times.p90, p99: times.p99, p999: times.p999 },
    startedMs: Number(clock.originNs) / 1e6 + startedAtMs,
    requests: ledger.sent,
    lost: lostRequests(ledger),
    offeredRps: load.model === 'open' ? measured.offeredRps : null,
    achievedRps: measured.achievedRps,
    dispatchDelayMs:
      dispatchDelayMs.p50 === null ? null : { p50: dispatchDelayMs.p50, p99: dispatchDelayMs.p99 },
    cpuUsPerRequest: ledger.sent === 0 ? null : cpuUs / ledger.sent,
    invalidBecause: [...new Set(invalidReasons.map(({ guard }) => guard))],
  };
}
