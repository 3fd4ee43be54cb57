import { Visits } from '../../probes/browser/visits.ts';
import type { Told } from '../../subjects/subject.ts';
import type { Recording } from '../recording.ts';
import type { Run } from '../run.ts';

/** VisitsUnderWay: visits whose observation is recorded however the experiment ends. */
export interface VisitsUnderWay {
  begin(): void;
  /** finish ends them after the one that is under way, and gives what was acknowledged to all of them. */
  finish(): Promise<readonly Told[]>;
}

/** prepareVisits has a browser ready for a started system; undefined where the run has none, or the subject no page. */
export async function prepareVisits(
  run: Run,
  entryUrl: string,
  recording: Pick<Recording, 'add' | 'warn'>,
  teardown: AsyncDisposableStack,
): Promise<VisitsUnderWay | undefined> {
  const { browser: executablePath, guard, clock } = run;
  const pages = run.prepared.pageVisits;
  if (executablePath === undefined || pages === undefined) return undefined;
  run.progress.tell('starting the browser');
  const { startedAt, originNs } = clock;
  const visits = await Visits.prepare(
    { executablePath, entryUrl, pages, clock: { startedAt, originNs } },
    guard,
  );
  let told: Promise<readonly Told[]> | undefined;
  const finish = (how: 'after-visit' | 'at-once'): Promise<readonly Told[]> => {
    const made = visits.finish(how);
    return (told ??= made.then((all) => recorded(all, recording)));
  };
  teardown.defer(async () => void (await finish('at-once')));
  run.interrupted.throwIfAborted();
  return { begin: () => visits.begin(), finish: () => finish('after-visit') };
}

function recorded(
  { observation, booked, failure }: Awaited<ReturnType<Visits['finish']>>,
  recording: Pick<Recording, 'add' | 'warn'>,
): Told[] {
  recording.add(observation);
  if (failure !== undefined)
    recording.warn({ code: 'browser', message: `the browser made no further visits: ${failure}.` });
  return booked.map((bookingId) => ({ told: 'booked', bookingId }));
}
