import { activeTrace, carriedTrace } from '../../kit/tracing/trace-context.ts';
import type { BookOutcome, Booking, NewBooking } from '../bookings-store.ts';
import { gathered } from '../gathered.ts';
import { type BookingRow, asBooking } from './booking-row.ts';
import * as statements from './bookings-sql.ts';
import type { Caused, Database, Statement } from './database.ts';
import { violates } from './failure.ts';

interface Wish extends Caused {
  readonly booking: NewBooking;
  readonly messageId: string;
  readonly key: string | undefined;
  readonly trace: string | null;
}

interface WishRow {
  readonly booked_at: Date | null;
  readonly event_known: boolean;
  readonly user_known: boolean;
}

/** Row of a wish among others, which may leave open what becomes of it. */
interface SharedRow extends WishRow {
  readonly is_repeated: boolean;
  /** Whether its event was locked by somebody else. */
  readonly is_passed_over: boolean;
  /** Whether there were fewer seats than it wants before any of the others took some. */
  readonly is_too_many: boolean | null;
}

/** Undecided wishes are to be tried again: among others, or alone. */
type Undecided = 'again' | 'alone';

// Mostly the lock is held by wishes of the turn before, and gone in the next; who holds it for longer is waited for alone.
const mostTurns = 3;

/** keyUsedOnce is violated when another wish under the same key was in work at the same time. */
const keyUsedOnce = 'key_used_once';

/**
 * PostgresBooking books. Wishes that come at the same time share one statement, which costs a fraction of one for each;
 * where that leaves open what becomes of one, it is tried alone.
 */
export class PostgresBooking {
  readonly #database: Database;
  readonly #tryTogether = gathered((wishes: readonly Wish[]) => this.#tryAll(wishes), {
    // One is executed while the next is gathered and sent.
    atOnce: 2,
    most: 50,
    patienceMs: 20,
  });

  constructor(database: Database) {
    this.#database = database;
  }

  async book(booking: NewBooking, messageId: string, key?: string): Promise<BookOutcome> {
    const wish = { booking, messageId, key, trace: carriedTrace(), cause: activeTrace() };
    const shared = await this.#tryAmongOthers(wish);
    const outcome = shared === 'alone' ? await this.#tryAlone(wish) : shared;
    // A repetition may also have found the seats that its twin had just taken.
    if (outcome && (key === undefined || outcome.outcome === 'booked')) return outcome;
    return (await this.#earlier(booking, key)) ?? outcome ?? this.book(booking, messageId, key);
  }

  async #tryAmongOthers(wish: Wish): Promise<BookOutcome | 'alone'> {
    for (let turn = 0; turn < mostTurns; turn += 1) {
      const outcome = await this.#tryTogether(wish);
      if (outcome !== 'again') return outcome;
    }
    return 'alone';
  }

  async #tryAll(wishes: readonly Wish[]): Promise<readonly (BookOutcome | Undecided)[]> {
    if (wishes.length === 1) return ['alone'];
    const rows = await this.#database
      .queryFor<SharedRow>(wishes, statements.bookAll, columnsOf(wishes))
      .catch((error: unknown) => {
        if (violates(error, keyUsedOnce)) return [];
        throw error;
      });
    return wishes.map(({ booking }, index) => outcomeAmong(booking, rows[index]));
  }

  /** Undefined when the same key was used by a wish that was in work at the same time. */
  async #tryAlone({ booking, messageId, key, trace }: Wish): Promise<BookOutcome | undefined> {
    const { id, eventId, userId, seats } = booking;
    const values = [id, eventId, userId, seats, messageId, announcementOf({ booking }), trace];
    const [statement, all]: [Statement, unknown[]] =
      key === undefined ? [statements.book, values] : [statements.bookOnce, [...values, key]];
    return this.#database.query<WishRow>(statement, all).then(
      ([row]) => outcomeOf(booking, row),
      (error: unknown) => {
        if (violates(error, keyUsedOnce)) return undefined;
        throw error;
      },
    );
  }

  async #earlier(wish: NewBooking, key: string | undefined): Promise<BookOutcome | undefined> {
    const [row] = await this.#database.query<BookingRow>(statements.findByKey, [wish.userId, key]);
    if (!row) return undefined;
    const isSame = row.event_id === wish.eventId && row.seats === wish.seats;
    return isSame ? { outcome: 'repeated', booking: asBooking(row) } : { outcome: 'key_reused' };
  }
}

function columnsOf(wishes: readonly Wish[]): unknown[][] {
  return [
    wishes.map(({ booking }) => booking.id),
    wishes.map(({ booking }) => booking.eventId),
    wishes.map(({ booking }) => booking.userId),
    wishes.map(({ booking }) => booking.seats),
    wishes.map(({ messageId }) => messageId),
    wishes.map(announcementOf),
    wishes.map(({ trace }) => trace),
    wishes.map(({ key }) => key),
  ];
}

function announcementOf({ booking: { id, eventId, userId, seats } }: Pick<Wish, 'booking'>): string {
  return JSON.stringify({ bookingId: id, eventId, userId, seats });
}

function outcomeAmong(wish: NewBooking, row: SharedRow | undefined): BookOutcome | Undecided {
  if (row === undefined || row.is_repeated) return 'alone';
  if (row.is_passed_over) return 'again';
  const outcome = outcomeOf(wish, row);
  return outcome.outcome === 'sold_out' && !row.is_too_many ? 'alone' : outcome;
}

function outcomeOf(wish: NewBooking, row: WishRow | undefined): BookOutcome {
  if (row?.booked_at) {
    const { id, eventId, userId, seats } = wish;
    // Its members in the order of asBooking, so that a repetition is answered byte for byte the same.
    const made: Booking = { id, eventId, userId, seats, status: 'active', bookedAt: row.booked_at };
    return { outcome: 'booked', booking: made };
  }
  if (!row?.event_known) return { outcome: 'event_not_found' };
  return { outcome: row.user_known ? 'sold_out' : 'user_not_found' };
}
