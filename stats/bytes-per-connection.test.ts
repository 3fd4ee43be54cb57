import { describe, expect, it } from 'vitest';
import { bytesPerConnection, type ConnectedPoint } from './bytes-per-connection.ts';
import { leakSlope } from './leak-slope.ts';
import { seededNormal } from './testing/seeded-random.ts';

const KiB = 1024;
const rule = { tolerableBytesPerRequest: 20 };
const spacing = 300;
const cost = 5 * KiB;

interface Replica {
  readonly perRequest?: number;
  /** connectionsLeft by a thousand requests. */
  readonly connectionsLeft?: number;
  readonly swing?: number;
}

/** replica: forty points of one whose connections come and go as bursts of a few points do, with 10 KiB of noise. */
function replica(
  seed: number,
  { perRequest = 0, connectionsLeft = 0, swing = 12 }: Replica,
): ConnectedPoint[] {
  const normal = seededNormal(seed);
  let burst = 0;
  return Array.from({ length: 40 }, (_, i) => {
    const requests = (i + 1) * spacing;
    burst = 0.6 * burst + swing * normal();
    const connections = Math.max(2, Math.round(100 + burst + (connectionsLeft * requests) / 1000));
    const bytes = 2e7 + perRequest * requests + cost * connections + 10 * KiB * normal();
    return { requests, bytes, connections };
  });
}

const seeds = Array.from({ length: 100 }, (_, i) => 700 + i);

function without(points: readonly ConnectedPoint[]) {
  const taken = bytesPerConnection(points, rule) ?? 0;
  return points.map(({ requests, bytes, connections }) => ({ requests, bytes: bytes - taken * connections }));
}

describe('what connections hold', () => {
  it.each([0, 100])('is found within a third beside a growth of %i bytes per request', (perRequest) => {
    for (const seed of seeds.slice(0, 30)) {
      const found = bytesPerConnection(replica(seed, { perRequest }), rule)!;
      expect(Math.abs(found - cost) / cost).toBeLessThan(1 / 3);
    }
  });

  it('hides whether a replica leaks, and does no more once it is taken off', () => {
    const decided = (points: (seed: number) => Parameters<typeof leakSlope>[0], as: string) =>
      seeds.filter((seed) => leakSlope(points(seed), rule).verdict === as).length;
    expect(decided((seed) => replica(seed, {}), 'does-not')).toBeLessThan(50);
    expect(decided((seed) => without(replica(seed, {})), 'does-not')).toBeGreaterThanOrEqual(90);
    expect(decided((seed) => without(replica(seed, { perRequest: 100 })), 'leaks')).toBeGreaterThanOrEqual(
      95,
    );
  });

  it('stays where connections are never closed: that is a leak, and is found', () => {
    const verdicts = seeds.map(
      (seed) => leakSlope(without(replica(seed, { connectionsLeft: 20, swing: 2 })), rule).verdict,
    );
    expect(verdicts).not.toContain('does-not');
    expect(verdicts.filter((verdict) => verdict === 'leaks').length).toBeGreaterThanOrEqual(90);
  });

  it('is not told of points whose connections hardly change, or whose memory does not rise with them', () => {
    expect(bytesPerConnection(replica(1, { swing: 0 }), rule)).toBeUndefined();
    const falling = replica(1, {}).map((one) => ({ ...one, bytes: 4e7 - one.bytes }));
    expect(bytesPerConnection(falling, rule)).toBeUndefined();
    expect(bytesPerConnection(replica(1, {}).slice(0, 1), rule)).toBeUndefined();
  });
});
