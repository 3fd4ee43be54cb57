import { defineConfig } from 'vitest/config';

const limits = { pool: 'forks', testTimeout: 180_000, hookTimeout: 120_000 } as const;
const never = ['node_modules/**', 'dist/**', 'runs/**'];
/** What measures, or judges what was measured, and what keeps both cores busy for minutes: beside it nothing else may run. */
const measuring = [
  'cli/commands/doctor.test.ts',
  'load/{calibration,probes}/**/*.test.ts',
  'cli/backfill.test.ts',
  'load/{backing/container-postgres,subjects/booking-platform/images}.test.ts',
  'load/engines/{*,paced/{sleeper-alarm,warm-up},truth/timed-server}.test.ts',
  'load/runner/{containers,push,contention/**/*,guards/**/*}.test.ts',
  'load/runner/experiments/{browser-visits,leak,loads,startup,shutdown-cases/stage}.test.ts',
];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...limits,
          name: 'two at a time',
          include: ['**/*.test.ts'],
          // They wait for conditions, and two at a time take half as long. A third finds no core that is free.
          exclude: [...never, ...measuring],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...limits,
          name: 'one at a time',
          include: measuring,
          exclude: never,
          // They share two cores with the servers and databases they start, and would disturb each other's measurements.
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
