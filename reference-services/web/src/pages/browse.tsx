import { useEffect, useRef, useState } from 'react';
import { pages } from '../../pages.ts';
import { listEvenings } from '../api/evenings.ts';
import { type Failure, failureOf } from '../api/failure.ts';
import type { Evening } from '../api/resources.ts';
import { useLoading } from '../hooks/use-loading.ts';
import { usePage } from '../hooks/use-page.ts';
import { EventCard } from '../parts/event-card.tsx';
import { FailureNotice } from '../parts/failure-notice.tsx';

const placeholders = 6;

export function BrowsePage() {
  const heading = usePage(pages.browse, "What's on");
  const { value, failure, reload } = useLoading((signal) => listEvenings(null, signal));
  return (
    <>
      <div className="hero">
        <h1 ref={heading} tabIndex={-1}>
          What’s on
        </h1>
        <p>Quartets and big bands, organ recitals and late shows. Choose an evening, take your seats.</p>
      </div>
      {value && <Evenings first={value.items} firstCursor={value.nextCursor} />}
      {!value && failure && (
        <FailureNotice failure={failure} what="The events cannot be shown" onRetry={reload} />
      )}
      {!value && !failure && <Placeholders />}
    </>
  );
}

interface EveningsProps {
  readonly first: readonly Evening[];
  readonly firstCursor: string | null;
}

function Evenings({ first, firstCursor }: EveningsProps) {
  const { evenings, cursor, busy, failure, more, list } = useParts({ first, firstCursor });
  if (evenings.length === 0)
    return (
      <p className="empty" role="status">
        Nothing is on sale yet. Come back soon.
      </p>
    );
  return (
    <>
      <ul className="cards" ref={list}>
        {evenings.map((evening) => (
          <li key={evening.id}>
            <EventCard evening={evening} />
          </li>
        ))}
      </ul>
      {failure && (
        <FailureNotice failure={failure} what="There is more, and it cannot be shown" onRetry={more} />
      )}
      <p className="unseen" role="status">
        {busy
          ? 'Loading more events'
          : `${evenings.length} events${cursor === null ? ', and that is all' : ''}`}
      </p>
      {cursor !== null && !failure && (
        <button type="button" className="button more" onClick={more} aria-disabled={busy}>
          {busy ? 'Loading …' : 'Show more'}
        </button>
      )}
    </>
  );
}

/** The list grows part by part; whoever asked for more goes on at the first of what came. */
function useParts({ first, firstCursor }: EveningsProps) {
  const [{ items, cursor }, setParts] = useState({ items: [] as readonly Evening[], cursor: firstCursor });
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const list = useRef<HTMLUListElement>(null);
  const grownFrom = useRef<number>(undefined);
  const evenings = [...first, ...items];
  useEffect(() => {
    if (grownFrom.current === undefined) return;
    list.current?.children[grownFrom.current]?.querySelector('a')?.focus();
    grownFrom.current = undefined;
  }, [items]);
  const load = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      const part = await listEvenings(cursor);
      grownFrom.current = evenings.length;
      setParts({ items: [...items, ...part.items], cursor: part.nextCursor });
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setBusy(false);
    }
  };
  const more = () => void (busy || load());
  return { evenings, cursor, busy, failure, more, list };
}

function Placeholders() {
  return (
    <>
      <p className="unseen" role="status">
        Loading events
      </p>
      <ul className="cards" aria-hidden="true">
        {Array.from({ length: placeholders }, (_, index) => (
          <li key={index} className="card card-placeholder" />
        ))}
      </ul>
    </>
  );
}
