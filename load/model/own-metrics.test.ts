import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { ownMetricsTable } from './own-metrics-table.ts';
import { type OwnMetric, ownMetrics } from './own-metrics.ts';

const metrics = Object.values<OwnMetric>(ownMetrics);

describe('the own metrics', () => {
  test('end the name of each that has a unit with it', () => {
    for (const { name, unit } of metrics) {
      expect(name).toMatch(new RegExp(`^rehearse_[a-z_]+${unit === undefined ? '' : `_${unit}`}$`));
    }
  });

  test('leave the endings of series to Prometheus, and have no name twice', () => {
    for (const { name } of metrics) expect(name).not.toMatch(/_(total|info|bucket|sum|count)$/);
    expect(new Set(metrics.map(({ name }) => name)).size).toBe(metrics.length);
  });

  test('have buckets that rise, where they are histograms', () => {
    for (const { type, buckets } of metrics) {
      expect(buckets !== undefined).toBe(type === 'histogram');
      expect(buckets ?? []).toEqual([...new Set(buckets)].toSorted((a, b) => a - b));
    }
  });

  test('are in METRICS.md as the code says', async () => {
    const kept = await readFile(new URL('../METRICS.md', import.meta.url), 'utf8');
    expect(kept).toBe(ownMetricsTable());
  });
});
