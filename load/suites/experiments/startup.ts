import type { Described } from './described.ts';

/** StartupSpec: the scaled service is started again and again, alone, each time as a new, cold process. */
export interface StartupSpec extends Described {
  readonly kind: 'startup';
  readonly samples: number;
}
