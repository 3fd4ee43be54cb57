import { Link } from 'wouter';
import type { Evening } from '../api/resources.ts';
import { PlaceName } from './place-name.tsx';
import { Poster } from './poster.tsx';
import { SeatsLeft } from './seats-left.tsx';
import { moneyOf, shortDayOf } from './wording.ts';

export function EventCard({ evening }: { readonly evening: Evening }) {
  return (
    <article className="card">
      <Poster name={evening.name} />
      <div className="card-text">
        <h2>
          <Link href={`/events/${evening.id}`}>{evening.name}</Link>
        </h2>
        <p className="card-when">
          <time dateTime={evening.start}>{shortDayOf(evening)}</time>
        </p>
        <p className="card-where">
          <PlaceName id={evening.locationId} />
        </p>
        <p className="card-foot">
          <SeatsLeft seatsLeft={evening.seatsLeft} />
          <span className="card-price">{moneyOf(evening.price)}</span>
        </p>
      </div>
    </article>
  );
}
