import type { Draft } from '../../brokers/message.ts';
import { activeTrace, carriedTrace } from '../../kit/tracing/trace-context.ts';
import type { Event, EventsAudit, EventsStore, Hall, Location, NewEvent } from '../events-store.ts';
import type { Effect, Page, PageRequest, Receipt } from '../store.ts';
import type { Caused, DatabaseOptions } from './database.ts';
import { gathered } from '../gathered.ts';
import { eventsMigrations } from './events-migrations.ts';
import * as statements from './events-sql.ts';
import { violates } from './failure.ts';
import { lastMigration } from './migrated.ts';
import { asPage, pageValues } from './page.ts';
import { PostgresStore } from './postgres-store.ts';

interface LocationRow {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly country: string;
  readonly open_time: string;
  readonly close_time: string;
  readonly halls: readonly Hall[];
}

interface EventRow {
  readonly id: string;
  readonly name: string;
  readonly starts_at: Date;
  readonly ends_at: Date;
  readonly location_id: string;
  readonly hall_id: string;
  readonly price_amount: number;
  readonly price_currency: string;
  readonly capacity: number;
  readonly seats_taken: number;
}

interface Wanted extends Caused {
  readonly id: string;
}

/** PostgresEventsStore keeps locations and events in PostgreSQL. */
export class PostgresEventsStore extends PostgresStore implements EventsStore {
  // Events that are asked for at the same time share one statement, which costs a fraction of one for each.
  readonly #findTogether = gathered((wanted: readonly Wanted[]) => this.#findAll(wanted), {
    // One is executed while the next is gathered and sent.
    atOnce: 2,
    most: 100,
    patienceMs: 20,
  });

  constructor(options: DatabaseOptions) {
    super(options, lastMigration(eventsMigrations));
  }

  async addLocation(location: Location, announcement: Draft): Promise<void> {
    const { id, name, address, country, openTime, closeTime, halls } = location;
    const row = [id, name, address, country, openTime, closeTime, JSON.stringify(halls)];
    await this.database.query(statements.addLocation, [...row, ...asOutboxRow(announcement)]);
  }

  async findLocation(id: string): Promise<Location | undefined> {
    const [row] = await this.database.query<LocationRow>(statements.findLocation, [id]);
    return row && asLocation(row);
  }

  async listLocations(page: PageRequest): Promise<Page<Location>> {
    const rows = await this.database.query<LocationRow>(statements.listLocations, pageValues(page));
    return asPage(rows, page, asLocation);
  }

  async addEvent(event: NewEvent, announcement: Draft): Promise<'added' | 'name_taken'> {
    const { id, name, start, end, locationId, hallId, price, capacity } = event;
    const row = [id, name, start, end, locationId, hallId, price.amount, price.currency, capacity];
    const adding = this.database.query(statements.addEvent, [...row, ...asOutboxRow(announcement)]);
    return adding.then(
      () => 'added',
      (error: unknown) => {
        if (violates(error, 'event_name_taken_once')) return 'name_taken';
        throw error;
      },
    );
  }

  async findEvent(id: string): Promise<Event | undefined> {
    return this.#findTogether({ id, cause: activeTrace() });
  }

  async #findAll(wanted: readonly Wanted[]): Promise<readonly (Event | undefined)[]> {
    const ids = wanted.map(({ id }) => id);
    const [statement, value] =
      ids.length === 1 ? [statements.findEvent, ids[0]] : [statements.findEvents, ids];
    const rows = await this.database.queryFor<EventRow>(wanted, statement, [value]);
    const events = new Map(rows.map((row) => [row.id, asEvent(row)]));
    return ids.map((id) => events.get(id));
  }

  async listEvents(page: PageRequest, name?: string): Promise<Page<Event>> {
    const rows =
      name === undefined
        ? await this.database.query<EventRow>(statements.listEvents, pageValues(page))
        : await this.database.query<EventRow>(statements.listEventsByName, [...pageValues(page), name]);
    return asPage(rows, page, asEvent);
  }

  async countSeats({ id, name }: Receipt, eventId: string, seats: number): Promise<Effect> {
    return this.apply(statements.countSeats, [id, name, eventId, seats]);
  }

  async audit(): Promise<EventsAudit> {
    const eventSeats = await this.database.query<EventsAudit['eventSeats'][number]>(statements.auditEvents);
    const [counted] = await this.database.query<{ locations: number }>(statements.auditLocations);
    return { events: eventSeats.length, locations: counted?.locations ?? 0, eventSeats };
  }
}

function asOutboxRow({ id, name, body }: Draft): unknown[] {
  return [id, name, JSON.stringify(body), carriedTrace()];
}

function asLocation({ open_time, close_time, ...row }: LocationRow): Location {
  return { ...row, openTime: open_time, closeTime: close_time };
}

function asEvent(row: EventRow): Event {
  return {
    id: row.id,
    name: row.name,
    start: row.starts_at,
    end: row.ends_at,
    locationId: row.location_id,
    hallId: row.hall_id,
    price: { amount: row.price_amount, currency: row.price_currency },
    capacity: row.capacity,
    seatsTaken: row.seats_taken,
  };
}
