import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { pages } from '../../pages.ts';
import { findEvening, findPlace } from '../api/evenings.ts';
import type { Booking, Evening } from '../api/resources.ts';
import { useEvery } from '../hooks/use-every.ts';
import { useLoading } from '../hooks/use-loading.ts';
import { usePage } from '../hooks/use-page.ts';
import { BookingForm } from '../parts/booking-form.tsx';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { Poster } from '../parts/poster.tsx';
import { ProfileForm } from '../parts/profile-form.tsx';
import { SeatsLeft } from '../parts/seats-left.tsx';
import { SignInLink } from '../parts/sign-in-link.tsx';
import { Ticket } from '../parts/ticket.tsx';
import { dayOf, hoursOf, moneyOf, seatsOf } from '../parts/wording.ts';
import { useSession } from '../session/session.tsx';

const lookAgainMs = 5000;

export function EventPage({ id }: { readonly id: string }) {
  const { value: evening, failure, reload } = useLoading((signal) => findEvening(id, signal));
  const heading = usePage(pages.event, evening?.name ?? 'Event');
  useEvery(evening && lookAgainMs, reload);
  return (
    <article className="event">
      {evening ? (
        <Poster name={evening.name} className="event-poster" />
      ) : (
        <div className="event-poster poster-placeholder" />
      )}
      <div className="event-text">
        <p className="back">
          <Link href={pages.browse}>All events</Link>
        </p>
        <h1 ref={heading} tabIndex={-1}>
          {evening?.name ?? (failure ? 'No event to show' : 'Loading …')}
        </h1>
        {evening && <Facts evening={evening} />}
      </div>
      {evening && <BookingPanel evening={evening} onChange={reload} />}
      {!evening && failure && (
        <FailureNotice failure={failure} what="The event cannot be shown" onRetry={reload} />
      )}
    </article>
  );
}

function Facts({ evening }: { readonly evening: Evening }) {
  const { value: place } = useLoading(() => findPlace(evening.locationId));
  const hall = place?.halls.find(({ id }) => id === evening.hallId);
  return (
    <dl className="facts">
      <div>
        <dt>When</dt>
        <dd>
          <time dateTime={evening.start}>{dayOf(evening)}</time>
          <br />
          {hoursOf(evening)}
        </dd>
      </div>
      <div>
        <dt>Where</dt>
        <dd>
          {place ? `${place.name}${hall ? `, ${hall.name}` : ''}` : '\u00a0'}
          <br />
          {place?.address ?? '\u00a0'}
        </dd>
      </div>
      <div>
        <dt>Price</dt>
        <dd>{moneyOf(evening.price)} a seat</dd>
      </div>
    </dl>
  );
}

interface PanelProps {
  readonly evening: Evening;
  readonly onChange: () => void;
}

function BookingPanel({ evening, onChange }: PanelProps) {
  const [booked, setBooked] = useState<Booking>();
  const panel = useRef<HTMLElement>(null);
  return (
    <section className="panel" aria-label="Booking" ref={panel} tabIndex={-1}>
      <p className="panel-seats">
        <SeatsLeft seatsLeft={evening.seatsLeft} />
      </p>
      {booked ? (
        <Booked booking={booked} evening={evening} onAgain={() => setBooked(undefined)} />
      ) : (
        <BookingStep
          evening={evening}
          onChange={onChange}
          onBooked={(booking) => {
            setBooked(booking);
            onChange();
          }}
          onSaved={() => panel.current?.focus()}
        />
      )}
    </section>
  );
}

interface StepProps extends PanelProps {
  readonly onBooked: (booking: Booking) => void;
  readonly onSaved: () => void;
}

/** What stands between somebody and a seat: a session, a name, and that there is one. */
function BookingStep({ evening, onChange, onBooked, onSaved }: StepProps) {
  const { bearer, profile, reloadProfile } = useSession();
  if (evening.seatsLeft === 0)
    return <p>Every seat is taken. Seats that somebody gives up appear here by themselves.</p>;
  if (bearer === undefined) return <SignInLink>Sign in to book</SignInLink>;
  switch (profile.state) {
    case 'loading':
      return <p role="status">Loading …</p>;
    case 'missing':
      return <ProfileForm intro="Who is coming? We ask once." onSaved={onSaved} />;
    case 'failed':
      return (
        <FailureNotice failure={profile.failure} what="We cannot see who you are" onRetry={reloadProfile} />
      );
    default:
      return <BookingForm evening={evening} bearer={bearer} onBooked={onBooked} onSoldOut={onChange} />;
  }
}

interface BookedProps {
  readonly booking: Booking;
  readonly evening: Evening;
  readonly onAgain: () => void;
}

function Booked({ booking, evening, onAgain }: BookedProps) {
  const told = useRef<HTMLHeadingElement>(null);
  useEffect(() => told.current?.focus(), []);
  return (
    <div className="booked">
      <h2 ref={told} tabIndex={-1}>
        {seatsOf(booking.seats)} booked
      </h2>
      <Ticket booking={booking} evening={evening} />
      <p className="booked-foot">
        <Link className="button button-main" href={pages.bookings}>
          See my bookings
        </Link>
        <button type="button" className="button" onClick={onAgain}>
          Book more
        </button>
      </p>
    </div>
  );
}
