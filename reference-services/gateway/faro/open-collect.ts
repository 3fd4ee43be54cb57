import { performance } from 'node:perf_hooks';
import { RateLimit } from '../rate-limit.ts';
import type { GatewayContext } from '../start.ts';
import { addCollectRoute } from './collect.ts';
import { Forward } from './forward.ts';
import { pageErrors } from './page-errors.ts';
import { webVitals } from './web-vitals.ts';

// On a clock that nobody sets.
function nowMs(): number {
  return performance.now();
}

/** openCollect takes what the web page sends of itself: counts it, and passes it on if there is somebody to. */
export function openCollect(context: GatewayContext): void {
  const { app, config, log, metrics } = context;
  const [countVitals, countErrors] = [webVitals(metrics), pageErrors({ metrics, log, nowMs })];
  const forward = openForward(context);
  const limit = new RateLimit({
    perSecond: config.faroRateLimitPerSecond,
    burst: config.faroRateLimitBurst,
    nowMs,
  });
  void app.register((scope, _options, done) => {
    addCollectRoute(scope, {
      limit,
      onBeacon: (beacon, body) => {
        countVitals(beacon);
        countErrors(beacon);
        forward?.send(body);
      },
    });
    done();
  });
}

function openForward({ config, log, metrics, onStop }: GatewayContext): Forward | undefined {
  if (config.faroForwardUrl === undefined) return undefined;
  const forwards = metrics.counter('faroForwards');
  const forward = new Forward(config.faroForwardUrl, {
    log,
    onOutcome: (outcome) => forwards.inc({ outcome }),
  });
  onStop('beacons that are passed on', () => forward.close());
  return forward;
}
