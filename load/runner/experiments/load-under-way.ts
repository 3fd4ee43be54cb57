import type { LoadProgress } from '../../model/load-observation.ts';
import type { JournalEntry, LoadResult } from '../../engines/engine.ts';
import type { Told } from '../../subjects/subject.ts';
import type { Recording } from '../recording.ts';
import type { Run } from '../run.ts';
import { pinAll } from '../pinning.ts';
import { planFor, type LoadSpec } from './plan.ts';

/** LoadUnderWay: a started load whose result is recorded however the experiment ends. */
export interface LoadUnderWay {
  /** measuring resolves when the warm-up is over, at the latest a second after that, or the load is. */
  measuring(): Promise<void>;
  /** pid of the engine. */
  readonly pid: number;
  /** finished resolves with the result once the plan is over; the observation has been recorded then. */
  finished(): Promise<LoadResult>;
  /** finishedUnless is `finished`, but stops the load at the first second that is hopeless; its open requests get a second more. */
  finishedUnless(hopeless: (second: LoadProgress) => boolean): Promise<LoadResult>;
  /** stop ends the schedule now and lets requests in flight finish. */
  stop(): Promise<LoadResult>;
  /** latest: what the engine told last. */
  latest(): LoadProgress | undefined;
}

/** startLoad puts the subject's requests on a started system, by the engine for such a load. An interrupted run stops the load and keeps its result. */
export async function startLoad(
  run: Run,
  entryUrl: string,
  spec: LoadSpec,
  recording: Pick<Recording, 'add' | 'warn'>,
  teardown: AsyncDisposableStack,
): Promise<LoadUnderWay> {
  let latest: LoadProgress | undefined;
  const measuring = Promise.withResolvers<void>();
  let onSecond: ((second: LoadProgress) => void) | undefined;
  const plan = planFor(run, entryUrl, spec);
  const engine = plan.load.model === 'open' ? run.engine : run.closedEngine;
  const started = await engine.start(plan, (progress) => {
    latest = progress;
    if (progress.phase !== 'warm-up') measuring.resolve();
    onSecond?.(progress);
    run.progress.second?.(progress, { engine: engine.name, scenario: plan.scenario.name });
    run.progress.tell(progressLine(progress));
  });
  if (run.generatorCores !== undefined && !(await pinAll(started.pid, run.generatorCores)))
    recording.warn(notPinned);
  let result: Promise<LoadResult> | undefined;
  const keep = (ending: Promise<LoadResult>): Promise<LoadResult> =>
    (result ??= ending.then((loaded) => {
      recording.add(loaded.observation);
      run.progress.loaded?.(loaded.observation);
      return loaded;
    }));
  teardown.defer(async () => {
    const loaded = await keep(started.stop()).catch(() => undefined);
    loaded?.journal[Symbol.dispose]();
    await started.kill();
  });
  return {
    measuring: () => Promise.race([measuring.promise, keep(started.finished).then(() => undefined)]),
    pid: started.pid,
    finished: () => keep(started.finished),
    finishedUnless: (hopeless) => {
      const given = new Promise<LoadResult>((resolve, reject) => {
        onSecond = (second) => {
          if (hopeless(second)) keep(started.stop({ graceMs: 1000 })).then(resolve, reject);
        };
      });
      return Promise.race([keep(started.finished), given]);
    },
    stop: () => keep(started.stop()),
    latest: () => latest,
  };
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
