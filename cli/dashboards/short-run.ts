import { asleep } from '../../load/model/awake.ts';
import type { Guard } from '../../load/model/guard.ts';
import type { RunResult } from '../../load/model/result.ts';
import type { Progress } from '../../load/runner/progress.ts';
import { runSuite } from '../../load/runner/run-suite.ts';
import { bookingPlatform } from '../../load/subjects/booking-platform/booking-platform.ts';
import { processTarget } from '../../load/targets/process.ts';
import { startPush } from '../../load/telemetry/push.ts';
import { parseServerUrl } from '../../load/telemetry/server-url.ts';
import { backingFor, closedEngineOf, engines } from '../parts.ts';
import { alsoTelling } from '../progress/both.ts';
import type { PrometheusServer } from './prometheus-server.ts';
import { scraped } from './scraped-target.ts';
import { shortSuite } from './short-suite.ts';
import { Visits } from './visits.ts';

/** ShortRunOrder: where the run is seen, and who is told of it. */
interface ShortRunOrder {
  readonly server: PrometheusServer;
  readonly guard: Guard;
  readonly teardown: AsyncDisposableStack;
  readonly progress: Progress;
  readonly interrupted: AbortSignal;
  readonly say: (line: string) => void;
}

/**
 * shortRun does a real run whose replicas the server scrapes, and pushes what the run itself measures. Meanwhile the
 * gateway is told of visits of the web page.
 */
export async function shortRun(order: ShortRunOrder): Promise<RunResult> {
  const { server, guard, teardown, interrupted, progress } = order;
  using visits = new Visits();
  using push = startPush(parseServerUrl('--prometheus', server.url), order.say);
  const result = await runSuite({
    guard,
    interrupted,
    suite: shortSuite,
    settings: {},
    output: await guard.makeDirectory('output'),
    progress: alsoTelling(progress, push.events),
    subject: bookingPlatform,
    target: scraped(
      processTarget,
      server.targets,
      (started) => visits.at(started.replicas('gateway')[0]?.url),
      teardown,
    ),
    engine: engines.paced,
    closedEngine: closedEngineOf(engines.paced),
    backing: backingFor(undefined),
    seed: 1,
    pin: false,
    idleProcessors: asleep('nothing is measured here').text,
  });
  await push.finish(result, interrupted);
  return result;
}
