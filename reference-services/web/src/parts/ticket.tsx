import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Booking, Evening } from '../api/resources.ts';
import { PlaceName } from './place-name.tsx';
import { seatsOf, shortDayOf } from './wording.ts';

export interface TicketProps {
  readonly booking: Booking;
  /** Undefined while it is not known yet. */
  readonly evening: Evening | undefined;
  readonly children?: ReactNode;
}

/** Ticket is a booking as one would carry it. */
export function Ticket({ booking, evening, children }: TicketProps) {
  const cancelled = booking.status === 'cancelled';
  return (
    <article className={cancelled ? 'ticket ticket-cancelled' : 'ticket'} data-booking={booking.id}>
      <div className="ticket-main">
        <h2 tabIndex={-1}>
          {evening ? <Link href={`/events/${evening.id}`}>{evening.name}</Link> : 'Event'}
        </h2>
        {evening && (
          <p>
            <time dateTime={evening.start}>{shortDayOf(evening)}</time>
            <br />
            <PlaceName id={evening.locationId} />
          </p>
        )}
        {children}
      </div>
      <div className="ticket-stub">
        <p className="ticket-seats">
          <strong>{booking.seats}</strong>
          <span>{seatsOf(booking.seats).replace(/^\S+ /, '')}</span>
        </p>
        <p className="ticket-code">{cancelled ? 'Cancelled' : codeOf(booking)}</p>
      </div>
    </article>
  );
}

/** The end of an id is its random part. */
function codeOf({ id }: Booking): string {
  return id.slice(-6).toUpperCase();
}
