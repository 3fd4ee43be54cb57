import { lacks } from '../../model/needs.fixture.ts';
import { findK6 } from './find-k6.ts';

/** lacksK6 tells a test to be skipped by name where this machine has no k6. */
export const lacksK6: boolean = lacks(
  'k6',
  await findK6().then(
    () => true,
    () => false,
  ),
);
