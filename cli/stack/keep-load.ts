import { pacedEngine } from '../../load/engines/paced.ts';
import { startRunClock } from '../../load/model/clock.ts';
import type { LoadObservation } from '../../load/model/load-observation.ts';
import { defaultMaxInFlight, type LoadPlan } from '../../load/model/load-plan.ts';
import type { Scenario } from '../../load/model/scenario.ts';
import type { Progress } from '../../load/runner/progress.ts';

/** longestLoadMs: six days, for the visitors' tokens hold for seven. */
const longestLoadMs = 6 * 86_400_000;
const requestTimeoutMs = 10_000;
/** interruptedGraceMs: how long requests may still take once the user wants to stop. */
const interruptedGraceMs = 1_000;

/** KeptLoad: journeys at a rate, for as long as nobody interrupts. */
export interface KeptLoad {
  readonly entryUrl: string;
  readonly scenario: Scenario;
  readonly ratePerSecond: number;
  readonly progress: Progress;
  readonly interrupted: AbortSignal;
}

/** keepLoad has visitors come until it is interrupted, and gives what the engine saw. */
export async function keepLoad(load: KeptLoad): Promise<LoadObservation> {
  const { progress, interrupted } = load;
  await using teardown = new AsyncDisposableStack();
  progress.begin('Load');
  const started = await pacedEngine.start(planOf(load), ({ scheduled, p50Ms, totals }) => {
    progress.tell(
      `${scheduled} requests/s, p50 ${p50Ms?.toFixed(1) ?? '–'} ms, ${totals.failed} failed (Ctrl-C ends it)`,
    );
  });
  teardown.defer(() => started.kill());
  const stop = (): void => void started.stop({ graceMs: interruptedGraceMs }).catch(() => {});
  if (interrupted.aborted) stop();
  interrupted.addEventListener('abort', stop);
  teardown.defer(() => interrupted.removeEventListener('abort', stop));
  const { observation, journal } = await started.finished;
  journal[Symbol.dispose]();
  const { sent, failed } = observation.measured.ledger;
  progress.end(`${sent} requests, ${failed} failed`);
  return observation;
}

function planOf({ entryUrl, scenario, ratePerSecond }: KeptLoad): LoadPlan {
  const { startedAt, originNs } = startRunClock();
  return {
    baseUrl: entryUrl,
    scenario: unwritten(scenario),
    load: { model: 'open', ratePerSecond, arrivals: 'poisson' },
    seed: 1,
    warmUpMs: 0,
    durationMs: longestLoadMs,
    timeoutMs: requestTimeoutMs,
    maxInFlight: defaultMaxInFlight(ratePerSecond * scenario.steps.length),
    clock: { startedAt, originNs },
  };
}

/** unwritten: without a journal, which nobody would read and the disk would be full of one day. */
function unwritten({ steps, ...scenario }: Scenario): Scenario {
  return {
    ...scenario,
    steps: steps.map((step) => {
      const { journal, ...others } = step;
      return journal === undefined ? step : others;
    }),
  };
}
