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
import { PostgresBooking } from './booking.ts';
import { type BookingRow, asBooking } from './booking-row.ts';
import { bookingsMigrations } from './bookings-migrations.ts';
import * as statements from './bookings-sql.ts';
import type { DatabaseOptions } from './database.ts';
import { lastMigration } from './migrated.ts';
import { asPage, pageValues } from './page.ts';
import { PostgresStore } from './postgres-store.ts';

/** auditPage: bookings read at once for an audit. */
const auditPage = 5_000;

/** PostgresBookingsStore keeps users, bookings and the seats of events in PostgreSQL. */
export class PostgresBookingsStore extends PostgresStore implements BookingsStore {
  readonly #booking = new PostgresBooking(this.database);

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
    return this.#booking.book(booking, messageId, key);
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
