import type { BookingsAudit, EventsAudit } from './audit.ts';

/** Audits: what both services say of their databases, one shortly after the other. */
export interface Audits {
  readonly bookings: BookingsAudit;
  readonly events: EventsAudit;
}

/** BookingCounts: how many bookings are stored. */
export type BookingCounts = BookingsAudit['bookings'];

/**
 * SettledAudits reads audits until nothing is under way: every message has been moved, delivered and consumed, and no
 * request of a client that gave up still books. `deadlineMs` from its making on it takes what it has.
 */
export class SettledAudits {
  readonly #ask: () => Promise<Audits>;
  readonly #giveUpAtMs: number;

  constructor(ask: () => Promise<Audits>, deadlineMs: number) {
    this.#ask = ask;
    this.#giveUpAtMs = performance.now() + deadlineMs;
  }

  /** read asks until no message is under way. */
  async read(): Promise<Audits> {
    let audits = await this.#ask();
    while (!isSettled(audits) && this.#mayAsk()) audits = await this.#ask();
    return audits;
  }

  /** unchanged gives `audits` if as many bookings were `counted` after them; else it reads until two looks agree. */
  async unchanged(audits: Audits, counted: BookingCounts): Promise<Audits & { readonly settled: boolean }> {
    let last = audits;
    let other = counted;
    while (!isSame(other, last.bookings.bookings) && this.#mayAsk()) {
      other = last.bookings.bookings;
      last = await this.read();
    }
    return { ...last, settled: isSettled(last) && isSame(other, last.bookings.bookings) };
  }

  #mayAsk(): boolean {
    return performance.now() < this.#giveUpAtMs;
  }
}

function isSettled({ bookings, events }: Audits): boolean {
  return bookings.outboxPending === 0 && events.outboxPending === 0 && bookings.brokerPending === 0;
}

function isSame(before: BookingCounts, after: BookingCounts): boolean {
  return before.active === after.active && before.cancelled === after.cancelled;
}
