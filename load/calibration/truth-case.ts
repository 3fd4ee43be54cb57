import type { Arrivals } from '../model/load-plan.ts';
import { startTimedServer } from '../engines/truth/timed-server.ts';
import { startTruthServer } from '../engines/truth/truth-server.ts';
import type { ServiceSpec } from '../engines/truth/service-model.ts';
import type { Percentiles } from '../model/histogram.ts';
import type { QuantileName, Times } from './computed-truth.ts';

/** LossSpec: a server that closes the connection of every nth request without an answer. */
export interface LossSpec {
  readonly kind: 'dropping';
  readonly every: number;
}

/** TruthCase: one truth server and the load that is put on it. Durations are milliseconds. */
export interface TruthCase {
  readonly name: string;
  /** title: what it does, for a reader. */
  readonly title: string;
  readonly server: ServiceSpec | LossSpec;
  readonly ratePerSecond: number;
  readonly arrivals: Arrivals;
  readonly seed: number;
  readonly warmUpMs: number;
  /** durationMs: how long an engine of the open model measures. */
  readonly durationMs: number;
  /** connections for a closed model: as many as are open on average at the rate of the open one, so that loads compare. */
  readonly connections: number;
}

/** ServerAccount: what a truth server did by its own account; percentiles are milliseconds. */
export interface ServerAccount {
  readonly answered: number;
  readonly dropped: number;
  readonly tookMs: Times;
  /** lateMs: how much more that was than its model says for the requests as they came: what the server itself was late. */
  readonly lateMs: Times;
}

/** StartedCase: a truth server that runs, in a process of its own. */
export interface StartedCase extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  account(): Promise<ServerAccount>;
}

const untimed = { p50: null, p90: null, p99: null, p999: null } as const;

/** startCase starts the server; its account of times leaves out the first `warmUpRequests`. */
export async function startCase({ server: spec }: TruthCase, warmUpRequests: number): Promise<StartedCase> {
  if (spec.kind === 'dropping') {
    const server = await startTruthServer('dropping', { every: spec.every, by: 'fin' });
    return {
      ...server,
      async account() {
        const { answered = 0, dropped = 0 } = await server.counts();
        return { answered, dropped, tookMs: untimed, lateMs: untimed };
      },
    };
  }
  const server = await startTimedServer(spec, warmUpRequests);
  return {
    ...server,
    async account() {
      const { answered, tookMs, askedMs } = await server.account();
      return { answered, dropped: 0, tookMs, lateMs: lateness(tookMs, askedMs) };
    },
  };
}

function lateness(tookMs: Percentiles, askedMs: Percentiles): Times {
  const at = (name: QuantileName): number | null => {
    const [took, asked] = [tookMs[name], askedMs[name]];
    return took === null || asked === null ? null : Math.max(0, took - asked);
  };
  return { p50: at('p50'), p90: at('p90'), p99: at('p99'), p999: at('p999') };
}
