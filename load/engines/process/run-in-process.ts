import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { endAtOnce } from '../../model/end-at-once.ts';
import type { LoadObservation, LoadProgress } from '../../model/load-observation.ts';
import type { LoadPlan } from '../../model/load-plan.ts';
import { Problem } from '../../model/problem.ts';
import { whenOrphaned } from '../../model/when-orphaned.ts';
import type { JournalEntry } from '../engine.ts';
import { openJournal } from './journal-file.ts';
import { engineFiles, type FromEngine, type ToEngine } from './messages.ts';

/** EngineHost: the process that a load runs in, as the load sees it. */
export interface EngineHost {
  /** directory of the load, where an engine may leave files of its own. */
  readonly directory: string;
  /** onBegin is to be called once, when the load has begun to send. */
  readonly onBegin: () => void;
  /** onProgress is to be called once a second from then on. */
  readonly onProgress: (progress: LoadProgress) => void;
  readonly onJournal: (entry: JournalEntry) => void;
}

/** RunningLoad: a load under way in this process. */
export interface RunningLoad {
  /** finished resolves with what was observed; a Problem that it rejects with is told in words. */
  readonly finished: Promise<LoadObservation>;
  /** stop ends the schedule now; what is still open after graceMs, where it is given, ends as `unfinished`. May be called again. */
  stop(graceMs?: number): void;
  /** kill ends at once what of the load runs outside of this process. */
  kill?(): void;
}

/** Begin starts a plan's load. */
type Begin<Plan> = (plan: Plan, host: EngineHost) => RunningLoad | Promise<RunningLoad>;

/**
 * runInProcess is all that an engine's own process does: it reads a plan from the directory in its argument, performs it,
 * stops when its parent says so, and leaves journal and observation there.
 */
export async function runInProcess<Plan extends LoadPlan>(begin: Begin<Plan>): Promise<void> {
  try {
    await perform(process.argv[2] ?? '', begin);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    process.stderr.write(`${error.message}\n${error.detail ?? ''}\n`);
    process.exit(1);
  }
}

async function perform<Plan extends LoadPlan>(directory: string, begin: Begin<Plan>): Promise<void> {
  let load: RunningLoad | undefined;
  // Ctrl-C reaches every process of a terminal; when to stop is the parent's decision. Without a parent there is no one
  // left to read the result.
  process.on('SIGINT', () => {});
  whenOrphaned(() => {
    load?.kill?.();
    // The journal may be opened at this very moment.
    rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
    endAtOnce();
  });
  const files = engineFiles(directory);
  const journal = openJournal(files.journal, (error) => {
    throw error;
  });
  const started = await begin(JSON.parse(readFileSync(files.plan, 'utf8')) as Plan, {
    directory,
    onBegin: () => tell({ type: 'started' }),
    onProgress: (progress) => tell({ type: 'progress', progress }),
    onJournal: (entry) => journal.write(entry),
  });
  load = started;
  process.on('message', ({ graceMs }: ToEngine) => started.stop(graceMs));
  process.on('SIGTERM', () => started.stop(0));
  const observation = await started.finished;
  await journal.close();
  writeFileSync(files.observation, JSON.stringify(observation));
  // The parent ends it then.
  tell({ type: 'written' });
}

function tell(message: FromEngine, then = (): void => {}): void {
  process.send?.(message, then);
}
