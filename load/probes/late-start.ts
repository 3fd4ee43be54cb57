import { request } from 'undici';
import type { RunClock } from '../model/clock.ts';
import type { LateDatabaseWay, LateStart } from '../model/late-database-observation.ts';
import type { StartupSample } from '../model/startup-observation.ts';
import { Ticker } from './ticker.ts';

/** Launched: a replica that was spawned and may be ready or not, as this probe needs it. */
export interface Launched {
  readonly service: string;
  readonly name: string;
  readonly opsUrl: string;
  readonly readyUrl: string;
  readonly spawnedAtMs: number;
  /** ready rejects where it ends before, or is not ready in time. */
  readonly ready: Promise<{ readonly startup: StartupSample }>;
}

export interface MeasureLateStartOptions {
  readonly replica: Launched;
  readonly way: LateDatabaseWay;
  readonly clock: RunClock;
  /** late is called at the replica's first sign of life; it resolves when it is time for the databases to be there. */
  readonly late: () => Promise<void>;
  /** arrive has them there. */
  readonly arrive: () => Promise<void>;
}

const lookEveryMs = 50;
const answerDeadlineMs = 1_000;

/**
 * measureLateStart watches a replica whose databases are not there: whether it lives, and what it names as missing.
 * Then it lets them arrive, and waits until the replica is ready or has given up.
 */
export async function measureLateStart(options: MeasureLateStartOptions): Promise<LateStart> {
  const { replica, way, clock, late, arrive } = options;
  const watch = new Watch(replica);
  let isReady = false;
  const readied = replica.ready.then(
    ({ startup }) => {
      isReady = true;
      return { readyAtMs: startup.spawnedAtMs + startup.spawnToReadyMs, failure: null };
    },
    (error: unknown) => ({
      readyAtMs: null,
      failure: String(error instanceof Error ? error.message : error),
    }),
  );
  try {
    await Promise.race([watch.firstSign, readied]);
    await late();
    const readyTooSoon = isReady;
    const databaseAtMs = clock.nowMs();
    await arrive();
    const { service, name, spawnedAtMs } = replica;
    const ending = await readied;
    return {
      service,
      replica: name,
      way,
      spawnedAtMs,
      databaseAtMs,
      readyTooSoon,
      ...ending,
      ...watch.seen(),
    };
  } finally {
    await watch.stop();
  }
}

/** Watch asks a replica again and again whether it lives, and what keeps it from being ready. */
class Watch {
  readonly #replica: Launched;
  readonly #ticker: Ticker;
  readonly #reasons = new Set<string>();
  readonly #sign = Promise.withResolvers<void>();
  #asked = 0;
  #failed = 0;

  constructor(replica: Launched) {
    this.#replica = replica;
    this.#ticker = new Ticker(lookEveryMs, () => this.#look());
  }

  /** firstSign resolves when it was asked for the first time with success, whatever it said. */
  get firstSign(): Promise<void> {
    return this.#sign.promise;
  }

  seen(): Pick<LateStart, 'liveness' | 'reasons'> {
    return { liveness: { asked: this.#asked, failed: this.#failed }, reasons: [...this.#reasons] };
  }

  stop(): Promise<void> {
    return this.#ticker.stop();
  }

  async #look(): Promise<void> {
    const { opsUrl, readyUrl } = this.#replica;
    const [alive, ready] = await Promise.all([answerOf(`${opsUrl}/livez`), answerOf(readyUrl)]);
    if (alive !== undefined || ready !== undefined) this.#sign.resolve();
    if (ready?.status === 503) for (const reason of reasonsOf(ready.body)) this.#reasons.add(reason);
    // Before its first answer its ports are not open; a service without the path does not tell.
    const doesNotTell = alive === undefined ? this.#asked === 0 : alive.status === 404;
    if (doesNotTell) return;
    this.#asked += 1;
    if (alive?.status !== 200) this.#failed += 1;
  }
}

async function answerOf(url: string): Promise<{ status: number; body: string } | undefined> {
  try {
    const { statusCode, body } = await request(url, { signal: AbortSignal.timeout(answerDeadlineMs) });
    return { status: statusCode, body: await body.text() };
  } catch {
    return undefined;
  }
}

function reasonsOf(body: string): string[] {
  try {
    const { reasons } = JSON.parse(body) as { reasons?: readonly { readonly name: string }[] };
    return reasons?.map(({ name }) => name) ?? [];
  } catch {
    return [];
  }
}
