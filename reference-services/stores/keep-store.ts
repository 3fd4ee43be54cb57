import type { ServiceContext } from '../kit/serve.ts';
import type { Store } from './store.ts';

/** keepStore watches a replica's store, as the dependency `database`, and closes it when the replica stops. */
export function keepStore<S extends Store>(
  { health, onStop, startup }: Pick<ServiceContext<unknown>, 'health' | 'onStop' | 'startup'>,
  store: S,
): S {
  onStop('the database to be closed', () => store.close());
  store.watch(health.dependency('database', { detail: 'not connected yet' }), () => startup.mark('database'));
  return store;
}
