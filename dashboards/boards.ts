import { bookings } from './bookings/index.ts';
import { compare } from './compare/index.ts';
import { lifecycle } from './lifecycle/index.ts';
import { nodejs } from './nodejs/index.ts';
import type { BoardSpec } from './parts/board.ts';
import { postgresql } from './postgresql/index.ts';
import { run } from './run/index.ts';
import { services } from './services/index.ts';
import { webVitals } from './web-vitals/index.ts';

/** boards: every dashboard of ours. */
export const boards: readonly BoardSpec[] = [
  services,
  run,
  compare,
  bookings,
  lifecycle,
  nodejs,
  webVitals,
  postgresql,
];
