import { ask } from './ask.ts';
import type { Evening, Listed, Place } from './resources.ts';

const partSize = 12;

/** listEvenings gives the part of the list that begins at a cursor. */
export function listEvenings(cursor: string | null, signal?: AbortSignal): Promise<Listed<Evening>> {
  const query = new URLSearchParams({ limit: String(partSize), ...(cursor !== null && { cursor }) });
  return ask(`/events?${query.toString()}`, { signal });
}

export function findEvening(id: string, signal?: AbortSignal): Promise<Evening> {
  return ask(`/events/${encodeURIComponent(id)}`, { signal });
}

const places = new Map<string, Promise<Place>>();

/** findPlace asks for a place once: nothing changes of it. */
export function findPlace(id: string): Promise<Place> {
  const known = places.get(id);
  if (known) return known;
  const asked = ask<Place>(`/locations/${encodeURIComponent(id)}`);
  places.set(id, asked);
  asked.catch(() => places.delete(id));
  return asked;
}
