import { v7 as newId } from 'uuid';
import { type TestPostgres, execute, startPostgres } from './postgres.ts';
import { type Output, type Variables, runCommand } from './service.ts';

/** Platform is a server with the migrated databases of all services. */
export interface Platform extends AsyncDisposable {
  readonly postgres: TestPostgres;
  readonly events: Variables;
  readonly bookings: Variables;
  readonly broker: string;
}

/** startPlatform starts PostgreSQL and migrates the databases of events, bookings and the broker. */
export async function startPlatform(): Promise<Platform> {
  const postgres = await startPostgres();
  const broker = await postgres.createDatabase('broker');
  const variablesOf = async (name: string): Promise<Variables> => ({
    DATABASE_URL: await postgres.createDatabase(name),
    BROKER_URL: broker,
  });
  const [events, bookings] = [await variablesOf('events'), await variablesOf('bookings')];
  await Promise.all([
    succeeded(runCommand('events/main.ts', ['migrate'], events)),
    succeeded(runCommand('bookings/main.ts', ['migrate'], bookings)),
  ]);
  return { postgres, events, bookings, broker, [Symbol.asyncDispose]: () => postgres[Symbol.asyncDispose]() };
}

/** succeeded gives the JSON that a command printed. */
export async function succeeded(running: Promise<Output>): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await running;
  if (code !== 0) throw new Error(`ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as Record<string, unknown>;
}

/** auditOf runs the audit command of a service. */
export async function auditOf(service: 'events' | 'bookings', variables: Variables, ...options: string[]) {
  return succeeded(runCommand(`${service}/main.ts`, ['audit', ...options], variables));
}

/** addBookable writes an event with `capacity` seats, and a user, straight into the database of bookings. */
export async function addBookable({ DATABASE_URL = '' }: Variables, capacity: number) {
  const [eventId, userId] = [newId(), newId()];
  await execute(
    DATABASE_URL,
    `INSERT INTO events VALUES ('${eventId}', 'Gig', '${newId()}', 'Main', now(), now(), ${capacity}, ${capacity});
     INSERT INTO users VALUES ('${userId}', 'Ada', 'Byron', 36)`,
  );
  return { eventId, userId };
}
