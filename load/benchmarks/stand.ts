import { embeddedPostgres } from '../backing/embedded-postgres.ts';
import type { StartedBacking } from '../backing/backing.ts';
import { query } from '../backing/statements.ts';
import { startRunClock } from '../model/clock.ts';
import type { SystemSpec } from '../model/system.ts';
import { freshDatabases } from '../runner/fresh-databases.ts';
import { prepare } from '../runner/prepare.ts';
import { startDeadlineMs } from '../runner/seeded-system.ts';
import { bookingPlatform } from '../subjects/booking-platform/booking-platform.ts';
import type { DatabaseUrls, Prepared, Topology } from '../subjects/subject.ts';
import type { StartedLocalTarget } from '../targets/local-target.ts';
import { processTarget } from '../targets/process.ts';
import { startReaper } from '../targets/reaper.ts';

/** Stand: databases with demo data, and what starts services on copies of them. */
export interface Stand {
  readonly clock: ReturnType<typeof startRunClock>;
  readonly directory: string;
  /** eventIds of events in large halls, and userIds of the users who may book them. */
  readonly eventIds: readonly string[];
  readonly userIds: readonly string[];
  /** databases gives fresh copies of the seeded databases. */
  databases(label: string): Promise<DatabaseUrls>;
  /** system describes services of the booking platform on `databases`, as they are always started. */
  system(databases: DatabaseUrls, replicas: Topology['replicas']): SystemSpec;
  /** start starts a system; the stand ends it. */
  start(system: SystemSpec): Promise<StartedLocalTarget>;
}

/** openStand starts PostgreSQL and seeds it through the platform's own front door; `teardown` ends everything. */
export async function openStand(
  tell: (line: string) => void,
  teardown: AsyncDisposableStack,
): Promise<Stand> {
  const guard = await startReaper();
  teardown.defer(() => guard.close());
  const clock = startRunClock();
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => interrupted.abort(new Error(`ended by ${signal}`)));
  const order = {
    subject: bookingPlatform,
    target: processTarget,
    backing: embeddedPostgres(),
    guard,
    progress: { begin: tell, tell: () => {}, end: tell },
    interrupted: interrupted.signal,
  };
  const { prepared, backing, directory } = await prepare(order, clock, teardown);
  const start: Stand['start'] = async (system) => {
    const target = await processTarget.start(system, {
      clock,
      guard,
      startDeadlineMs,
      signal: interrupted.signal,
    });
    teardown.defer(async () => void (await target.stop({ graceMs: 0 })));
    return target;
  };
  return {
    clock,
    directory,
    ...bookable(prepared),
    start,
    databases: (label) => copies(backing, label, teardown),
    system: (databases, replicas) => bookingPlatform.system({ databases, directory }, { replicas }),
  };
}

function bookable(prepared: Prepared): Pick<Stand, 'eventIds' | 'userIds'> {
  const requests = Array.from({ length: 200 }, (_, index) => prepared.heldRequest(index));
  return {
    eventIds: unique(requests.map(({ path }) => path.split('/')[2])),
    userIds: unique(requests.map(({ headers }) => headers['x-user-id'])),
  };
}

function unique(ids: (string | undefined)[]): string[] {
  return [...new Set(ids.map((id) => id ?? ''))];
}

/** What the disk takes is the same on both sides and would hide what is compared: commits do not wait for it here. */
async function copies(
  backing: StartedBacking,
  label: string,
  teardown: AsyncDisposableStack,
): Promise<DatabaseUrls> {
  const urls = await freshDatabases(backing, bookingPlatform, label, teardown);
  for (const name of bookingPlatform.databases) {
    const url = urls(name);
    const database = new URL(url).pathname.slice(1);
    await query(url, `ALTER DATABASE "${database}" SET synchronous_commit = off`);
  }
  return urls;
}
