import { findK6 } from './find-k6.ts';

/**
 * lacksK6 tells a test to be skipped by name where this machine has no k6; REQUIRE=k6 (or all) turns that into a
 * failure.
 */
export const lacksK6: boolean = await findK6().then(
  () => false,
  (error: unknown) => {
    const required = (process.env['REQUIRE'] ?? '').split(',');
    if (required.includes('k6') || required.includes('all')) throw error;
    return true;
  },
);
