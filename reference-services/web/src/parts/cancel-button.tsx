import { useId, useRef, useState } from 'react';
import { type Bearer, cancel } from '../api/bookings.ts';
import { type Failure, failureOf, isUnknown } from '../api/failure.ts';
import type { Booking } from '../api/resources.ts';
import { FailureNotice } from './failure-notice.tsx';
import { seatsOf } from './wording.ts';

export interface CancelButtonProps {
  readonly booking: Booking;
  readonly bearer: Bearer;
  /** What is cancelled, for those who do not see where the button is. */
  readonly name: string;
  readonly onCancelled: () => void;
}

/** CancelButton asks before it cancels a booking. */
export function CancelButton({ booking, bearer, name, onCancelled }: CancelButtonProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const send = async () => {
    setBusy(true);
    try {
      await cancel(bearer, booking.id);
      dialog.current?.close();
      onCancelled();
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <button type="button" className="button" onClick={() => dialog.current?.showModal()}>
        Cancel<span className="unseen"> the booking for {name}</span>
      </button>
      <dialog ref={dialog} aria-labelledby={title} className="dialog">
        <h2 id={title}>Give up {seatsOf(booking.seats)}?</h2>
        <p>{name}. Others can book them at once.</p>
        {failure && (
          <FailureNotice
            failure={failure}
            what={isUnknown(failure) ? 'Whether it was cancelled is not known' : 'The booking still stands'}
          />
        )}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            Keep {booking.seats === 1 ? 'it' : 'them'}
          </button>
          <button
            type="button"
            className="button button-danger"
            aria-disabled={busy}
            onClick={() => void (busy || send())}
          >
            {busy ? 'Cancelling …' : 'Yes, cancel'}
          </button>
        </div>
      </dialog>
    </>
  );
}
