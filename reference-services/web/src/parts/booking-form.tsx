import { type FormEvent, useId, useRef, useState } from 'react';
import { type Bearer, book } from '../api/bookings.ts';
import { type Failure, failureOf, isUnknown } from '../api/failure.ts';
import { newIdempotencyKey } from '../api/idempotency-key.ts';
import type { Booking, Evening } from '../api/resources.ts';
import { FailureNotice } from './failure-notice.tsx';
import { moneyOf, seatsOf } from './wording.ts';

/** The API sells no more at once. */
const mostSeats = 10;

export interface BookingFormProps {
  readonly evening: Evening;
  readonly bearer: Bearer;
  readonly onBooked: (booking: Booking) => void;
  /** Called when seats are not what they were thought to be. */
  readonly onSoldOut: () => void;
}

export function BookingForm({ evening, bearer, onBooked, onSoldOut }: BookingFormProps) {
  const [wish, setSeats] = useState(2);
  const seats = Math.min(wish, evening.seatsLeft);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  // The same wish keeps its key until it is known what became of it, so that to try again never books twice.
  const key = useRef(newIdempotencyKey());
  const choose = (count: number) => {
    setSeats(count);
    key.current = newIdempotencyKey();
  };
  const send = async () => {
    setBusy(true);
    try {
      const booking = await book(bearer, evening.id, seats, key.current);
      key.current = newIdempotencyKey();
      onBooked(booking);
    } catch (error) {
      const failed = failureOf(error);
      if (failed.kind === 'refused') key.current = newIdempotencyKey();
      if (failed.kind === 'refused' && failed.slug === 'sold-out') onSoldOut();
      setFailure(failed);
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) void send();
  };
  return (
    <form onSubmit={submit} aria-busy={busy}>
      <SeatChoice most={Math.min(mostSeats, evening.seatsLeft)} chosen={seats} onChoose={choose} />
      {failure && (
        <FailureNotice
          failure={failure}
          what={
            isUnknown(failure)
              ? 'Whether it was booked is not known yet. To try again never books twice'
              : 'Nothing was booked'
          }
          onRetry={() => void send()}
        />
      )}
      <div className="booking-foot">
        <output className="booking-total">{moneyOf(evening.price, seats)}</output>
        <button type="submit" className="button button-main" aria-disabled={busy}>
          {busy ? 'Booking …' : `Book ${seatsOf(seats)}`}
        </button>
      </div>
    </form>
  );
}

interface SeatChoiceProps {
  readonly most: number;
  readonly chosen: number;
  readonly onChoose: (seats: number) => void;
}

/** Seats in a row: as many are taken as one chooses. */
function SeatChoice({ most, chosen, onChoose }: SeatChoiceProps) {
  const name = useId();
  return (
    <fieldset className="seat-choice">
      <legend>How many seats?</legend>
      <div className="seat-row">
        {Array.from({ length: most }, (_, index) => index + 1).map((count) => (
          <label key={count} className={count <= chosen ? 'seat seat-taken' : 'seat'}>
            <input
              type="radio"
              name={name}
              value={count}
              checked={count === chosen}
              onChange={() => onChoose(count)}
              aria-label={seatsOf(count)}
            />
            <span aria-hidden="true">{count}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
