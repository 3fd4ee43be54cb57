import { expect, test } from 'vitest';
import { reportOf } from './check-report.ts';

const well = {
  held: 'queries',
  dashboard: 'Services',
  where: 'Requests per second',
  problems: [],
  afterSeconds: 7,
} as const;

test('one line says that all is well, and one names what was not checked', () => {
  const report = reportOf([
    well,
    { held: 'queries', dashboard: 'PostgreSQL', where: 'Size', problems: [], unchecked: 'postgres_exporter' },
  ]);
  expect(report).toEqual({
    failed: 0,
    text:
      'as they should be: 1 of 1 queries; the last query had its first answer 7 s after there was something to show\n' +
      'not checked without postgres_exporter: 1 queries (PostgreSQL)\n',
  });
});

test('a table names dashboard, panel and reason of what is not well', () => {
  const { failed, text } = reportOf([
    well,
    { held: 'panels drawn', dashboard: 'Bookings', where: 'Delivery p99', problems: ['no data'] },
  ]);
  expect(failed).toBe(1);
  expect(text).toMatch(/Bookings .* Delivery p99 .* no data/);
  expect(text).toContain('as they should be: 1 of 1 queries, 0 of 1 panels drawn;');
});
