import { findPlace } from '../api/evenings.ts';
import { useLoading } from '../hooks/use-loading.ts';

/** PlaceName is the name of a place; without one the rest still stands. */
export function PlaceName({ id }: { readonly id: string }) {
  const { value } = useLoading(() => findPlace(id));
  return <span className="place-name">{value?.name ?? '\u00a0'}</span>;
}
