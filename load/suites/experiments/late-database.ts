import type { Described } from './described.ts';

/** LateDatabaseSpec: the scaled service is started again and again while its databases are not there yet. */
export interface LateDatabaseSpec extends Described {
  readonly kind: 'late-database';
  /** samples: starts for each way in which a database can be missing. */
  readonly samples: number;
  /** lateMs: from the replica's first sign of life until the databases answer, drawn uniformly. */
  readonly lateMs: { readonly min: number; readonly max: number };
}
