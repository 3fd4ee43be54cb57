import type {
  AuditedBooking,
  BookOutcome,
  BookableEvent,
  Booking,
  BookingsAudit,
  BookingsStore,
  CancelOutcome,
  EventSeats,
  KnownLocation,
  NewBooking,
  SeatsLeft,
  User,
} from '../bookings-store.ts';
import { carriedTrace } from '../../kit/tracing/trace-context.ts';
import type { Effect, Page, PageRequest, Receipt } from '../store.ts';
import { bookingsMigrations } from './bookings-migrations.ts';
import * as statements from './bookings-sql.ts';
import type { DatabaseOptions, Statement } from './database.ts';
import { violates } from './failure.ts';
import { lastMigration } from './migrated.ts';
import { asPage, pageValues } from './page.ts';
import { PostgresStore } from './postgres-store.ts';

/** auditPage: bookings read at once for an audit. */
const auditPage = 5_000;

interface BookingRow {
  readonly id: string;
  readonly event_id: string;
  readonly user_id: string;
  readonly seats: number;
  readonly booked_at: Date;
  readonly cancelled_at: Date | null;
}

interface BookRow {
  readonly booked_at: Date | null;
  readonly event_known: boolean;
  readonly user_known: boolean;
}

/** PostgresBookingsStore keeps users, bookings and the seats of events in PostgreSQL. */
export class PostgresBookingsStore extends PostgresStore implements BookingsStore {
  constructor(options: DatabaseOptions) {
    super(options, lastMigration(bookingsMigrations));
  }

  async addUser({ id, first, last, age }: User): Promise<boolean> {
    return (await this.database.query(statements.addUser, [id, first, last, age])).length > 0;
  }

  async findUser(id: string): Promise<User | undefined> {
    const [user] = await this.database.query<User>(statements.findUser, [id]);
    return user;
  }

  async book(booking: NewBooking, messageId: string, key?: string): Promise<BookOutcome> {
    if (key === undefined) return this.#tryBooking(statements.book, booking, messageId);
    const outcome = await this.#bookOnce(booking, messageId, key);
    // A repetition may also have found the seats that its twin had just taken.
    if (outcome?.outcome === 'booked') return outcome;
    return (await this.#earlier(booking, key)) ?? outcome ?? this.book(booking, messageId, key);
  }

  /** Undefined when the same key was used by a wish that was in work at the same time. */
  async #bookOnce(booking: NewBooking, messageId: string, key: string): Promise<BookOutcome | undefined> {
    return this.#tryBooking(statements.bookOnce, booking, messageId, key).catch((error: unknown) => {
      if (violates(error, 'key_used_once')) return undefined;
      throw error;
    });
  }

  async #earlier(wish: NewBooking, key: string): Promise<BookOutcome | undefined> {
    const [row] = await this.database.query<BookingRow>(statements.findByKey, [wish.userId, key]);
    if (!row) return undefined;
    const isSame = row.event_id === wish.eventId && row.seats === wish.seats;
    return isSame ? { outcome: 'repeated', booking: asBooking(row) } : { outcome: 'key_reused' };
  }

  async #tryBooking(
    statement: Statement,
    booking: NewBooking,
    messageId: string,
    ...key: string[]
  ): Promise<BookOutcome> {
    const { id, eventId, userId, seats } = booking;
    const body = JSON.stringify({ bookingId: id, eventId, userId, seats });
    const values = [id, eventId, userId, seats, messageId, body, carriedTrace(), ...key];
    const [row] = await this.database.query<BookRow>(statement, values);
    if (row?.booked_at) {
      // Its members in the order of asBooking, so that a repetition is answered byte for byte the same.
      const made: Booking = { id, eventId, userId, seats, status: 'active', bookedAt: row.booked_at };
      return { outcome: 'booked', booking: made };
    }
    if (!row?.event_known) return { outcome: 'event_not_found' };
    return { outcome: row.user_known ? 'sold_out' : 'user_not_found' };
  }

  async forgetKeys(before: Date, limit: number): Promise<number> {
    return this.forget(statements.forgetKeys, before, limit);
  }

  async findBooking(id: string): Promise<Booking | undefined> {
    const [row] = await this.database.query<BookingRow>(statements.findBooking, [id]);
    return row && asBooking(row);
  }

  async listBookings(userId: string, page: PageRequest): Promise<Page<Booking>> {
    const rows = await this.database.query<BookingRow>(statements.listBookings, [
      ...pageValues(page),
      userId,
    ]);
    return asPage(rows, page, asBooking);
  }

  async mostBooked(limit: number): Promise<readonly SeatsLeft[]> {
    return this.database.query<SeatsLeft>(statements.mostBooked, [limit]);
  }

  async cancel(bookingId: string, userId: string, messageId: string): Promise<CancelOutcome> {
    type Row = { readonly cancelled: boolean; readonly owner_id: string | null };
    const values = [bookingId, messageId, userId, carriedTrace()];
    const [row] = await this.database.query<Row>(statements.cancel, values);
    if (!row?.owner_id) return { outcome: 'not_found' };
    return { outcome: row.cancelled ? 'cancelled' : 'unchanged', ownerId: row.owner_id };
  }

  async keepEvent({ id, name }: Receipt, event: BookableEvent): Promise<Effect> {
    const { locationId, hall, start, end, capacity } = event;
    const values = [id, name, event.id, event.name, locationId, hall, start, end, capacity];
    return this.apply(statements.keepEvent, values);
  }

  async keepLocation({ id, name }: Receipt, location: KnownLocation): Promise<Effect> {
    const { address, country, halls } = location;
    const values = [id, name, location.id, location.name, address, country, JSON.stringify(halls)];
    return this.apply(statements.keepLocation, values);
  }

  async audit(): Promise<BookingsAudit> {
    type Counts = BookingsAudit['bookings'];
    const eventSeats = await this.database.query<EventSeats>(statements.auditSeats);
    const [bookings = { active: 0, cancelled: 0 }] = await this.database.query<Counts>(
      statements.auditCounts,
    );
    return { events: eventSeats.length, eventSeats, bookings, oversoldSeats: oversold(eventSeats) };
  }

  async *auditBookings(): AsyncGenerator<readonly AuditedBooking[]> {
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page: PageRequest = { limit: auditPage, ...(cursor !== undefined && { cursor }) };
      const found: Page<AuditedBooking> = await this.#auditedPage(page);
      yield found.items;
      cursor = found.nextCursor;
    }
  }

  async #auditedPage(page: PageRequest): Promise<Page<AuditedBooking>> {
    const rows = await this.database.query<AuditedBooking>(statements.auditBookings, pageValues(page));
    return asPage(rows, page, (row) => row);
  }
}

function oversold(eventSeats: readonly EventSeats[]): number {
  return eventSeats.reduce((sum, { seatsBooked, capacity }) => sum + Math.max(0, seatsBooked - capacity), 0);
}

function asBooking(row: BookingRow): Booking {
  return {
    id: row.id,
    eventId: row.event_id,
    userId: row.user_id,
    seats: row.seats,
    status: row.cancelled_at === null ? 'active' : 'cancelled',
    bookedAt: row.booked_at,
  };
}
