import type { LoadProgress } from '../../model/load-observation.ts';
import type { JournalEntry, LoadResult, StartedLoad } from '../../engines/engine.ts';
import type { Told } from '../../subjects/subject.ts';
import type { Recording } from '../recording.ts';
import type { Run } from '../run.ts';
import { pinAll } from '../pinning.ts';
import { planFor, type LoadSpec } from './plan.ts';

/** LoadUnderWay: a started load whose result is recorded however the experiment ends. */
export class LoadUnderWay {
  readonly #started: StartedLoad;
  readonly #seconds: Seconds;
  readonly #record: (loaded: LoadResult) => void;
  #result: Promise<LoadResult> | undefined;

  constructor(started: StartedLoad, seconds: Seconds, record: (loaded: LoadResult) => void) {
    this.#started = started;
    this.#seconds = seconds;
    this.#record = record;
  }

  /** pid of the engine. */
  get pid(): number {
    return this.#started.pid;
  }

  /** latest: what the engine told last. */
  latest(): LoadProgress | undefined {
    return this.#seconds.latest;
  }

  /** measuring resolves when the warm-up is over, at the latest a second after that, or the load is. */
  measuring(): Promise<void> {
    return Promise.race([this.#seconds.measuring, this.finished().then(() => undefined)]);
  }

  /** finished resolves with the result once the plan is over; the observation has been recorded then. */
  finished(): Promise<LoadResult> {
    return this.#keep(this.#started.finished);
  }

  /** finishedUnless is `finished`, but stops the load at the first second that is hopeless; its open requests get a second more. */
  finishedUnless(hopeless: (second: LoadProgress) => boolean): Promise<LoadResult> {
    const givenUp = new Promise<LoadResult>((resolve, reject) => {
      this.#seconds.each((second) => {
        if (hopeless(second)) this.#keep(this.#started.stop({ graceMs: 1000 })).then(resolve, reject);
      });
    });
    return Promise.race([this.finished(), givenUp]);
  }

  /** stop ends the schedule now and lets requests in flight finish. */
  stop(): Promise<LoadResult> {
    return this.#keep(this.#started.stop());
  }

  /** abandon is for the end of the experiment: it stops what still goes on, and forgets the journal. */
  async abandon(): Promise<void> {
    const loaded = await this.stop().catch(() => undefined);
    loaded?.journal[Symbol.dispose]();
    await this.#started.kill();
  }

  #keep(ending: Promise<LoadResult>): Promise<LoadResult> {
    this.#result ??= ending.then((loaded) => {
      this.#record(loaded);
      return loaded;
    });
    return this.#result;
  }
}

/** Seconds: what an engine tells each second, for whoever waits for it. */
class Seconds {
  readonly #measuring = Promise.withResolvers<void>();
  #latest: LoadProgress | undefined;
  #tell: ((second: LoadProgress) => void) | undefined;

  /** measuring resolves with the first second after the warm-up. */
  get measuring(): Promise<void> {
    return this.#measuring.promise;
  }

  get latest(): LoadProgress | undefined {
    return this.#latest;
  }

  each(tell: (second: LoadProgress) => void): void {
    this.#tell = tell;
  }

  take(second: LoadProgress): void {
    this.#latest = second;
    if (second.phase !== 'warm-up') this.#measuring.resolve();
    this.#tell?.(second);
  }
}

/** startLoad puts the subject's requests on a started system, by the engine for such a load. An interrupted run stops the load and keeps its result. */
export async function startLoad(
  run: Run,
  entryUrl: string,
  spec: LoadSpec,
  recording: Pick<Recording, 'add' | 'warn'>,
  teardown: AsyncDisposableStack,
): Promise<LoadUnderWay> {
  const plan = planFor(run, entryUrl, spec);
  const engine = plan.load.model === 'open' ? run.engine : run.closedEngine;
  const seconds = new Seconds();
  const started = await engine.start(plan, (second) => {
    seconds.take(second);
    run.progress.second?.(second, { engine: engine.name, scenario: plan.scenario.name });
    run.progress.tell(progressLine(second));
  });
  const load = new LoadUnderWay(started, seconds, ({ observation }) => {
    recording.add(observation);
    run.progress.loaded?.(observation);
  });
  teardown.defer(() => load.abandon());
  if (run.generatorCores !== undefined && !(await pinAll(started.pid, run.generatorCores)))
    recording.warn(notPinned);
  return load;
}

const notPinned = {
  code: 'not-pinned',
  message: 'the load generator could not be moved to cores of its own: it shared those of the services.',
};

function progressLine(progress: LoadProgress): string {
  const lost = progress.totals.failed === 0 ? '' : `, ${progress.totals.failed} failed`;
  return `${progress.phase}: ${progress.scheduled} requests/s, p50 ${ms(progress.p50Ms)}, max ${ms(progress.maxMs)}${lost}`;
}

function ms(value: number | null): string {
  return value === null ? '–' : `${value.toFixed(1)} ms`;
}

/** accountOf reads what clients were told from the journal of booking journeys; `held` is what they were told beside it. */
export async function* accountOf(
  journal: AsyncIterable<JournalEntry> | Iterable<JournalEntry>,
  held: readonly Told[] = [],
): AsyncGenerator<Told> {
  yield* held;
  for await (const { entry, bookingId } of journal)
    if (entry === 'booked' || entry === 'cancelled') yield { told: entry, bookingId: String(bookingId) };
}
