import type { Engine } from '../load/engines/engine.ts';
import { k6Engine, k6EngineTelling } from '../load/engines/k6.ts';
import type { ServerUrl } from '../load/telemetry/server-url.ts';

/** tellingEngine: k6 sends its own metrics to a Prometheus that is named; the other engines have none. */
export function tellingEngine(engine: Engine, prometheus: ServerUrl | undefined): Engine {
  return engine === k6Engine && prometheus !== undefined ? k6EngineTelling(prometheus) : engine;
}
