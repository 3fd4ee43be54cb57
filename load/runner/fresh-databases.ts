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
  const names = subject.databases.map((name) => ({ name, clone: cloneOf(name) }));
  teardown.defer(async () => {
    await Promise.all(names.map(({ clone }) => backing.dropDatabase(clone)));
  });
  await Promise.all(names.map(({ name, clone }) => backing.cloneDatabase(name, clone)));
  await backing.checkpoint();
  return (name) => backing.url(cloneOf(name));
}
