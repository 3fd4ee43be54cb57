import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { pages } from '../../pages.ts';
import { type Bearer, listBookings } from '../api/bookings.ts';
import { findEvening } from '../api/evenings.ts';
import type { Booking } from '../api/resources.ts';
import { useLoading } from '../hooks/use-loading.ts';
import { usePage } from '../hooks/use-page.ts';
import { CancelButton } from '../parts/cancel-button.tsx';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { ProfileForm } from '../parts/profile-form.tsx';
import { SignInLink } from '../parts/sign-in-link.tsx';
import { Ticket } from '../parts/ticket.tsx';
import { seatsOf } from '../parts/wording.ts';
import { useSession } from '../session/session.tsx';

export function BookingsPage() {
  const heading = usePage(pages.bookings, 'My bookings');
  return (
    <>
      <div className="hero">
        <h1 ref={heading} tabIndex={-1}>
          My bookings
        </h1>
      </div>
      <Step onSaved={() => heading.current?.focus()} />
    </>
  );
}

function Step({ onSaved }: { readonly onSaved: () => void }) {
  const { bearer, profile, reloadProfile } = useSession();
  if (bearer === undefined)
    return (
      <div className="empty">
        <p>Sign in to see what you have booked.</p>
        <SignInLink>Sign in</SignInLink>
      </div>
    );
  switch (profile.state) {
    case 'loading':
      return <p role="status">Loading your bookings …</p>;
    case 'missing':
      return (
        <ProfileForm
          intro="Nothing is booked under your name, for we do not know it yet."
          onSaved={onSaved}
        />
      );
    case 'failed':
      return (
        <FailureNotice failure={profile.failure} what="We cannot see who you are" onRetry={reloadProfile} />
      );
    default:
      return <Bookings key={bearer.userId} bearer={bearer} />;
  }
}

function Bookings({ bearer }: { readonly bearer: Bearer }) {
  const { value: bookings, failure, reload } = useLoading((signal) => listBookings(bearer, signal));
  const [cancelled, setCancelled] = useState<Booking>();
  const told = useRef<HTMLParagraphElement>(null);
  // The button that had the focus is gone.
  useEffect(() => told.current?.focus(), [cancelled]);
  if (bookings === undefined)
    return failure ? (
      <FailureNotice failure={failure} what="Your bookings cannot be shown" onRetry={reload} />
    ) : (
      <p role="status">Loading your bookings …</p>
    );
  const withCancelled = (booking: Booking) => {
    setCancelled(booking);
    reload();
  };
  return (
    <>
      <p ref={told} tabIndex={-1} role="status" className="told">
        {cancelled && `${seatsOf(cancelled.seats)} cancelled.`}
      </p>
      {bookings.length === 0 ? (
        <NothingYet />
      ) : (
        <Tickets bookings={bookings} bearer={bearer} onCancelled={withCancelled} />
      )}
    </>
  );
}

function NothingYet() {
  return (
    <div className="empty">
      <p>No tickets yet.</p>
      <Link className="button button-main" href={pages.browse}>
        See what’s on
      </Link>
    </div>
  );
}

interface TicketsProps {
  readonly bookings: readonly Booking[];
  readonly bearer: Bearer;
  readonly onCancelled: (booking: Booking) => void;
}

function Tickets({ bookings, ...rest }: TicketsProps) {
  return (
    <ul className="tickets">
      {bookings.map((booking) => (
        <li key={booking.id}>
          <OneTicket booking={booking} {...rest} />
        </li>
      ))}
    </ul>
  );
}

function OneTicket({
  booking,
  bearer,
  onCancelled,
}: Omit<TicketsProps, 'bookings'> & { readonly booking: Booking }) {
  const { value: evening } = useLoading((signal) => findEvening(booking.eventId, signal));
  return (
    <Ticket booking={booking} evening={evening}>
      {booking.status === 'active' && (
        <CancelButton
          booking={booking}
          bearer={bearer}
          name={evening?.name ?? 'this event'}
          onCancelled={() => onCancelled(booking)}
        />
      )}
    </Ticket>
  );
}
