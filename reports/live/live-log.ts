import type { LiveEvent, NumberedEvent } from './messages.ts';

/** mostSeconds of load are kept for pages that are opened later; more would make them slow. */
const mostSeconds = 900;
/** mostMarkers are kept likewise. */
const mostMarkers = 300;

/** LiveLog: what a page needs to show a run from its beginning, in bounded memory. */
export class LiveLog {
  #number = 0;
  #events: NumberedEvent[] = [];

  /** add numbers an event and keeps it, in place of what it makes stale. */
  add(event: LiveEvent): NumberedEvent {
    this.#number += 1;
    const numbered = { number: this.#number, event };
    if (event.type === 'told') this.#events = this.#events.filter((one) => one.event.type !== 'told');
    this.#events.push(numbered);
    if (event.type === 'second') this.#keepNewest('second', mostSeconds);
    if (event.type === 'marker') this.#keepNewest('marker', mostMarkers);
    return numbered;
  }

  /** after gives the events that a page has not seen which has seen those up to a number. */
  after(number: number): readonly NumberedEvent[] {
    return this.#events.filter((one) => one.number > number);
  }

  #keepNewest(type: LiveEvent['type'], most: number): void {
    const all = this.#events.filter(({ event }) => event.type === type);
    if (all.length <= most) return;
    const oldest = all[0];
    this.#events = this.#events.filter((one) => one !== oldest);
  }
}
