const MiB = 1024 * 1024;

/**
 * limits: what we ask of the services, shared by the budgets of the suites, the thresholds of the dashboards and the
 * alerts: milliseconds and bytes.
 */
export const limits = {
  responseTimeP50Ms: 10,
  responseTimeP99Ms: 50,
  residentMemoryBytes: 150 * MiB,
  spawnToReadyP50Ms: 300,
  spawnToReadyMaxMs: 1000,
  /** drainTimeMs: what a drain under load may take; after graceMs the replica ends itself. */
  drainTimeMs: 5000,
  graceMs: 10_000,
  capacityArrivalMs: 2000,
} as const;
