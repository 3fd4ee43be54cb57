import type { StartedBacking } from '../backing/backing.ts';
import type { DatabaseUrls, Subject } from '../subjects/subject.ts';

/** newDatabases creates a subject's databases, empty. Once filled, they are what freshDatabases clones. */
export async function newDatabases(backing: StartedBacking, subject: Subject): Promise<DatabaseUrls> {
  for (const name of subject.databases) await backing.createDatabase(name);
  return (name) => backing.url(name);
}

/** freshDatabases clones the filled databases for one experiment, and drops the clones when `teardown` unwinds. */
export async function freshDatabases(
  backing: StartedBacking,
  subject: Subject,
  experiment: string,
  teardown: AsyncDisposableStack,
): Promise<DatabaseUrls> {
  const cloneOf = (name: string): string => `${experiment.replaceAll('-', '_')}_${name}`;
  teardown.defer(async () => {
    await Promise.all(subject.databases.map((name) => backing.dropDatabase(cloneOf(name))));
  });
  // One after the other: where one fails, none may still be under way when they are dropped.
  for (const name of subject.databases) await backing.cloneDatabase(name, cloneOf(name));
  await backing.checkpoint();
  return (name) => backing.url(cloneOf(name));
}
