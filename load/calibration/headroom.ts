import type { Engine } from '../engines/engine.ts';
import { singleRequestPlan } from '../engines/single-request.ts';
import { startNullServer } from '../engines/truth/null-server.ts';
import { headroomReason, validityLimits, type ShownHeadroom } from '../engines/validity.ts';
import { startRunClock } from '../model/clock.ts';
import type { InvalidReason, LoadObservation } from '../model/load-observation.ts';
import type { LoadModel } from '../model/load-plan.ts';
import { keptHeadroom, keepHeadroom } from './kept-headroom.ts';

/** Headroom: what an engine has shown on this machine that it can do, and when. */
export interface Headroom extends ShownHeadroom {
  readonly engine: Engine['name'];
  /** measuredAt: RFC 3339 UTC. */
  readonly measuredAt: string;
  /** kept: it was shown in an earlier run, by the same engine and Node.js on the same machine. */
  readonly kept: boolean;
  /** reason: why a load at that rate cannot be believed here; undefined when there is headroom. */
  readonly reason: InvalidReason | undefined;
}

/** HeadroomOptions: `signal` ends the control; `environment` says where the user's cache is; `tell` hears of another try. */
export interface HeadroomOptions {
  readonly signal?: AbortSignal;
  readonly environment?: NodeJS.ProcessEnv;
  readonly tell?: (what: string) => void;
}

/** A second to begin with is the shortest that every engine can do; connections are what a closed model needs. */
const [warmUpMs, durationMs, connections] = [1000, 2000, 32];
/** attempts: what is shown once is shown, and a neighbour's burst hides it for a moment; the run has guards of its own. */
const attempts = 3;

/**
 * headroom puts an engine before a server that answers at once and does nothing else, at twice the rate in requests per
 * second, for three seconds; in the closed model, as fast as it goes. It has up to three tries, and lacks headroom when
 * none of them shows it; the last is told then. What was shown is kept in the user's cache for this machine, Node.js and
 * engine, and not shown again; a lack of headroom is not kept, since a neighbour may have been the cause. Throws a
 * Problem where the engine cannot be started.
 */
export async function headroom(
  engine: Engine,
  ratePerSecond: number,
  { signal, environment = process.env, tell }: HeadroomOptions = {},
): Promise<Headroom> {
  const kept = await keptHeadroom(engine.name, ratePerSecond, environment);
  if (kept !== undefined) return { engine: engine.name, ...kept, kept: true, reason: undefined };
  for (let attempt = 1; ; attempt += 1) {
    const shown = await show(engine, ratePerSecond, signal);
    const reason = headroomReason(shown);
    const measuredAt = new Date().toISOString();
    if (reason === undefined) await keepHeadroom(engine.name, { ...shown, measuredAt }, environment);
    if (reason === undefined || attempt === attempts)
      return { engine: engine.name, ...shown, measuredAt, kept: false, reason };
    tell?.(`${engine.name} did not show it; try ${attempt + 1} of ${attempts}`);
  }
}

async function show(engine: Engine, ratePerSecond: number, signal?: AbortSignal): Promise<ShownHeadroom> {
  await using server = await startNullServer();
  const offeredRps = ratePerSecond * validityLimits.headroomFactor;
  const load: LoadModel = engine.models.includes('open')
    ? { model: 'open', ratePerSecond: offeredRps, arrivals: 'uniform' }
    : { model: 'closed', connections };
  const { measured } = await observe(engine, server.url, load, signal);
  const { achievedRps, dispatchDelayMs } = measured;
  return { ratePerSecond, offeredRps, achievedRps, dispatchDelayP99Ms: dispatchDelayMs.p99 };
}

async function observe(
  engine: Engine,
  url: string,
  load: LoadModel,
  signal?: AbortSignal,
): Promise<LoadObservation> {
  const { startedAt, originNs } = startRunClock();
  const settings = { load, seed: 1, warmUpMs, durationMs, timeoutMs: 2000, clock: { startedAt, originNs } };
  const started = await engine.start(
    singleRequestPlan({ url: new URL(url), method: 'GET', headers: [] }, settings),
  );
  const kill = (): void => void started.kill();
  signal?.addEventListener('abort', kill);
  try {
    signal?.throwIfAborted();
    return (await started.finished).observation;
  } finally {
    signal?.removeEventListener('abort', kill);
    await started.kill();
  }
}
