import type { Percentiles } from '../../model/histogram.ts';
import { startServerProcess, type ServerProcess } from './server-process.ts';
import type { ServiceSpec } from './service-model.ts';

/** TimedAccount: what a timed truth server did, by its own clock and without the requests of the warm-up. */
export interface TimedAccount {
  readonly answered: number;
  readonly connections: number;
  /** tookMs: from a request's last byte read to its answer written. */
  readonly tookMs: Percentiles;
  /** askedMs: from the same byte to when its model says, for the requests as they really came. */
  readonly askedMs: Percentiles;
  /** lateMs: how much later than its model says it answered. */
  readonly lateMs: Percentiles;
}

/** startTimedServer starts a server that answers when its model says; its first `warmUpRequests` are not accounted. */
export async function startTimedServer(
  spec: ServiceSpec,
  warmUpRequests = 0,
): Promise<ServerProcess<TimedAccount>> {
  const file = new URL('timed-process.ts', import.meta.url);
  return startServerProcess(file, [JSON.stringify(spec), String(warmUpRequests)]);
}
