import { defineConfig } from 'vitest/config';

const limits = { pool: 'forks', testTimeout: 180_000, hookTimeout: 120_000 } as const;
const never = ['node_modules/**', 'dist/**', 'runs/**'];
/** Rooms that measure nothing: their tests wait for conditions, and two at a time take half as long. */
const unmeasured = ['dashboards', 'reference-services', 'reports', 'stats'].map(
  (room) => `${room}/**/*.test.ts`,
);

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...limits,
          name: 'two at a time',
          include: unmeasured,
          exclude: never,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...limits,
          name: 'one at a time',
          include: ['**/*.test.ts'],
          exclude: [...never, ...unmeasured],
          // They share two cores with the servers and databases they start, and would disturb each other's measurements.
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
