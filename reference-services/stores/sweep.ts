import type { ServiceContext } from '../kit/serve.ts';
import { pause } from './pause.ts';

/** Sweep says what a service forgets once it is old. */
export interface Sweep {
  /** What is forgotten, as the log calls it. */
  readonly what: string;
  readonly keptMs: number;
  /** forget drops at most `limit` that are from before a time, and gives how many. */
  forget(before: Date, limit: number): Promise<number>;
}

const batchSize = 1000;
const shortestPauseMs = 500;
const longestPauseMs = 60_000;
// Between two batches, so that a large backlog leaves the database to the requests.
const betweenBatchesMs = 50;

/**
 * startSweep forgets what is older than it is kept, batch by batch, from the first time the replica is ready until it
 * stops. Every replica sweeps; a pause is half the time that is kept, at most a minute.
 */
export function startSweep({ health, log, onStop, stopping }: ServiceContext<unknown>, sweep: Sweep): void {
  const { what, keptMs } = sweep;
  const pauseMs = Math.min(longestPauseMs, Math.max(shortestPauseMs, keptMs / 2));
  const run = async () => {
    while (!stopping.aborted) {
      const forgotten = await sweep.forget(new Date(Date.now() - keptMs), batchSize).catch((err: unknown) => {
        log.warn({ err }, `could not sweep ${what}`);
        return 0;
      });
      await pause(forgotten < batchSize ? pauseMs : betweenBatchesMs, stopping);
    }
  };
  let sweeping: Promise<void> | undefined;
  onStop(`${what} to be swept`, () => sweeping);
  health.onFirstReady(() => {
    sweeping = run();
  });
}
