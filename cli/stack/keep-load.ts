import { pacedEngine } from '../../load/engines/paced.ts';
import { asleep } from '../../load/model/awake.ts';
import { startRunClock } from '../../load/model/clock.ts';
import type { LoadObservation, LoadProgress } from '../../load/model/load-observation.ts';
import { defaultMaxInFlight, type LoadPlan } from '../../load/model/load-plan.ts';
import { Problem } from '../../load/model/problem.ts';
import type { Scenario } from '../../load/model/scenario.ts';
import type { Progress } from '../../load/runner/progress.ts';
import type { LoadPush } from '../../load/telemetry/load-push.ts';
import type { ServerUrl } from '../../load/telemetry/server-url.ts';
import { pushLoad } from '../push-load.ts';
import { stopOnAbort } from '../stop-on-abort.ts';
import { lookout } from './lookout.ts';

/** longestLoadMs: six days, for the visitors' tokens hold for seven. */
const longestLoadMs = 6 * 86_400_000;
const requestTimeoutMs = 10_000;

/** KeptLoad: journeys at a rate, for as long as nobody interrupts and there is somebody to answer. */
export interface KeptLoad {
  readonly entryUrl: string;
  readonly scenario: Scenario;
  readonly ratePerSecond: number;
  readonly progress: Progress;
  readonly interrupted: AbortSignal;
  /** prometheus: where it is pushed to; nowhere if there is none. */
  readonly prometheus: ServerUrl | undefined;
  /** isGone tells whether that which should answer is no longer there; asked only while nothing answers. */
  readonly isGone?: () => Promise<boolean>;
}

/** KeptEnd: how a load ended; `gone`: because nobody was left to answer. */
export interface KeptEnd {
  readonly gone: boolean;
  /** warnings: what else there is to know, a line each. */
  readonly warnings: readonly string[];
}

/** keepLoad has visitors come until it is interrupted, or until what they visit is gone. */
export async function keepLoad(load: KeptLoad): Promise<KeptEnd> {
  const { progress, interrupted } = load;
  await using teardown = new AsyncDisposableStack();
  progress.begin('Load');
  const plan = planOf(load);
  let trouble: string | undefined;
  const push = await pushOf(load, plan, (message) => (trouble = message));
  if (push !== undefined) teardown.use(push);
  const gone = new AbortController();
  const look = lookout(load.isGone ?? (async () => false), gone);
  const started = await pacedEngine.start(plan, (second) => {
    push?.second(second);
    look(second);
    progress.tell(trouble === undefined ? lineOf(second) : `${lineOf(second)}; ${trouble}`);
  });
  teardown.defer(() => started.kill());
  stopOnAbort(started, AbortSignal.any([interrupted, gone.signal]), teardown);
  const { observation, journal } = await started.finished;
  journal[Symbol.dispose]();
  // What is gone takes its Prometheus with it.
  const lost = gone.signal.aborted ? [] : await push?.finish(observation, interrupted);
  if (gone.signal.reason instanceof Problem) throw gone.signal.reason;
  progress.end(endOf(observation, gone.signal.aborted));
  return { gone: gone.signal.aborted, warnings: (lost ?? []).map(({ message }) => message) };
}

async function pushOf(
  { prometheus }: KeptLoad,
  plan: LoadPlan,
  onTrouble: (message: string) => void,
): Promise<LoadPush | undefined> {
  if (prometheus === undefined) return undefined;
  const { text: idleProcessors } = asleep('nothing is measured here');
  return pushLoad(
    prometheus,
    { suite: 'visitors', engine: pacedEngine.name, plan, idleProcessors },
    onTrouble,
  );
}

function lineOf({ scheduled, p50Ms, totals }: LoadProgress): string {
  return `${scheduled} requests/s, p50 ${p50Ms?.toFixed(1) ?? '–'} ms, ${totals.failed} failed (Ctrl-C ends it)`;
}

function endOf({ measured }: LoadObservation, gone: boolean): string {
  const { sent, failed } = measured.ledger;
  const counts = `${sent} requests, ${failed} failed`;
  return gone ? `the stack is gone, and the load with it: ${counts}` : counts;
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
