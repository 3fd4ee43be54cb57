import type { Engine } from '../load/engines/engine.ts';
import { runClockFrom } from '../load/model/clock.ts';
import type { LoadPlan } from '../load/model/load-plan.ts';
import { loadAverage1m, readEnvironment } from '../load/runner/environment.ts';
import { startLoadPush, type LoadPush } from '../load/telemetry/load-push.ts';
import type { ServerUrl } from '../load/telemetry/server-url.ts';

/** PlannedLoad: a load that is no part of a suite; in Prometheus it stands under the name `suite` all the same. */
export interface PlannedLoad {
  readonly suite: string;
  readonly engine: Engine['name'];
  readonly plan: LoadPlan;
  /** idleProcessors: whether they are kept awake, in words. */
  readonly idleProcessors: string;
}

/** pushLoad begins to push a load when it begins; onTrouble is told once, when the first push has failed. */
export async function pushLoad(
  prometheus: ServerUrl,
  { suite, engine, idleProcessors, plan: { scenario, load, warmUpMs, clock } }: PlannedLoad,
  onTrouble: (message: string) => void,
): Promise<LoadPush> {
  const told = {
    suite,
    engine,
    scenario: scenario.name,
    load,
    warmUpMs,
    clock: runClockFrom(clock.startedAt, clock.originNs),
    environment: await readEnvironment([], loadAverage1m(), { pinning: 'not pinned', idleProcessors }),
  };
  return startLoadPush(prometheus, told, onTrouble);
}
