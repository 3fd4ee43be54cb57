import type { Described } from './described.ts';

/** StartupSpec: the scaled service is started again and again, alone, each time as a new process. */
export interface StartupSpec extends Described {
  readonly kind: 'startup';
  /** samples: starts in each mode. */
  readonly samples: number;
  /** warm: cold starts (an empty compile cache) take turns with warm ones (a filled one); otherwise all are cold. */
  readonly warm?: boolean;
  /** contended: meanwhile a busy process per core takes what it can get. */
  readonly contended?: boolean;
  /** laterAnswers: how often the first request is repeated at each replica, to tell what the first one cost more. */
  readonly laterAnswers?: number;
}
