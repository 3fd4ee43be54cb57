import { expect, test } from 'vitest';
import type { MemoryReading, RetainedMemoryObservation } from '../../model/retained-memory-observation.ts';
import type { Experiment } from '../../model/result.ts';
import { figuresOf } from '../figures/figures.ts';
import { leakAnalysis } from './leak.ts';

interface Grown {
  readonly data?: number;
  readonly code?: number;
  readonly rss?: number;
  /** connections after each block, of 5,000 bytes each. */
  readonly connections?: readonly number[];
}

/** blocks: the readings of twenty blocks of so many requests, which leave so many bytes each. */
function blocks(
  { data = 0, code = 0, rss = 0, connections = [] }: Grown,
  seesHeap: boolean,
  size = 1000,
): MemoryReading[] {
  return Array.from({ length: 20 }, (_, i) => {
    const requests = (i + 1) * size;
    const noise = (i * 5) % 13;
    const open = connections.length === 0 ? {} : { connections: connections[i]! };
    const held = data * requests + 5000 * (open.connections ?? 0);
    const spaces = [
      { space: 'old_space', usedBytes: 1e6 + held + noise, sizeBytes: 2e6 },
      { space: 'code_space', usedBytes: 1e5 + code * requests, sizeBytes: 2e5 },
      { space: 'trusted_space', usedBytes: 1e5, sizeBytes: 2e5 },
    ];
    const usedBytes = spaces.reduce((sum, space) => sum + space.usedBytes, 0);
    return {
      atMs: i,
      moment: 'block',
      collected: seesHeap,
      requests,
      rssBytes: 5e7 + rss * requests,
      heap: seesHeap
        ? { usedBytes, totalBytes: 3e6, externalBytes: 0, arrayBuffersBytes: 0, spaces, ...open }
        : null,
    };
  });
}

function analysed(
  services: Readonly<Record<string, readonly MemoryReading[]>>,
  heapUnseen: string | null = null,
) {
  const replicas = Object.entries(services).map(([service, readings]) => ({
    service,
    replica: `${service}-1`,
    heapUnseen,
    requestsFrom: 'replica',
    readings: [...readings],
    cgroupPeakBytes: null,
    cgroupNote: 'shared',
    snapshots: [],
  }));
  const seen = {
    kind: 'retained-memory',
    leakLimitBytesPerRequest: 10,
    replicas,
  } as RetainedMemoryObservation;
  return leakAnalysis({ name: 'leak', observations: [seen] } as unknown as Experiment)!;
}

const figuresFor = (analysis: ReturnType<typeof analysed>) =>
  Object.fromEntries(
    figuresOf([], [analysis], 'bookings', {
      'memory.leak_slope': { comparison: '<', limit: 10, correctness: false },
      'memory.leaking_replicas': { comparison: '=', limit: 0, correctness: false },
    }).map((figure) => [figure.name, figure]),
  );

test('what requests leave in the heap is found, with a line through the later blocks', () => {
  const analysis = analysed({ bookings: blocks({ data: 100 }, true) });
  const [bookings] = analysis.replicas;
  expect(bookings).toMatchObject({ verdict: 'leaks', judgedOn: 'heap', judgedFromRequests: 11_000 });
  expect(bookings?.bytesPerRequest).toBeCloseTo(100, 0);
  expect(bookings?.line.map(({ requests }) => requests)).toEqual([11_000, 20_000]);
  expect(bookings!.line[1]!.bytes - bookings!.line[0]!.bytes).toBeCloseTo(
    9000 * bookings!.bytesPerRequest!,
    0,
  );
  const figures = figuresFor(analysis);
  expect(figures['memory.leak_slope']).toMatchObject({ unit: 'bytes/request', verdict: 'fail', n: 20 });
  expect(figures['memory.leaking_replicas']).toMatchObject({ value: 1, verdict: 'fail' });
});

test('a growth that a runtime may have by itself is laid to nobody, and what would tell is said', () => {
  const analysis = analysed({ bookings: blocks({ data: 100 }, true, 100) });
  const [bookings] = analysis.replicas;
  expect(bookings).toMatchObject({ verdict: 'cannot-tell' });
  expect(bookings?.reason).toMatch(/by 88 KiB in all/);
  expect(bookings?.moreRequests).toBeCloseTo(2 * (262_144 / 100 - 900), -2);
  const slope = figuresFor(analysis)['memory.leak_slope'];
  expect(slope).toMatchObject({ value: null, verdict: 'inconclusive' });
  expect(slope?.note).toMatch(/^100\.\d bytes per request, but it grows/);
});

test('compiled code is no leak, however much of it there comes to be', () => {
  const analysis = analysed({ bookings: blocks({ code: 100 }, true), events: blocks({}, true) });
  expect(analysis.replicas.map(({ verdict }) => verdict)).toEqual(['does-not', 'does-not']);
  const figures = figuresFor(analysis);
  expect(figures['memory.leak_slope']?.verdict).toBe('pass');
  expect(figures['memory.leak_slope.events']?.verdict).toBeUndefined();
  expect(figures['memory.leaking_replicas']).toMatchObject({ value: 0, verdict: 'pass' });
});

test('what connections hold that come and go is taken off, and what leaks beside them is found', () => {
  const connections = Array.from({ length: 20 }, (_, i) => 40 + 15 * ((i * 7) % 4));
  const [bookings, events] = analysed({
    bookings: blocks({ data: 100, connections }, true),
    events: blocks({ connections }, true),
  }).replicas;
  expect(bookings).toMatchObject({ verdict: 'leaks' });
  expect(bookings?.bytesPerRequest).toBeCloseTo(100, 0);
  expect(events).toMatchObject({ verdict: 'does-not' });
  expect(events?.bytesPerConnection).toBeCloseTo(5000, -1);
  const held = events!.points.map(({ bytes }) => bytes);
  expect(Math.max(...held) - Math.min(...held)).toBeLessThan(2000);
});

test('connections that are never closed are a leak', () => {
  const connections = Array.from({ length: 20 }, (_, i) => 40 + 10 * i + (i % 3));
  const [bookings] = analysed({ bookings: blocks({ connections }, true) }).replicas;
  expect(bookings).toMatchObject({ verdict: 'leaks' });
  expect(bookings?.bytesPerConnection).toBeUndefined();
});

test.each([
  ['grows', 100],
  ['stands still', 0],
])('a replica of which only RSS is seen, and %s, cannot be told of, with the reason', (_title, rss) => {
  const analysis = analysed({ bookings: blocks({ rss }, false) }, 'no inspector');
  expect(analysis.replicas[0]).toMatchObject({ verdict: 'cannot-tell', judgedOn: 'rss' });
  expect(analysis.replicas[0]?.reason).toMatch(/only RSS was seen \(no inspector\)/);
  const figures = figuresFor(analysis);
  expect(figures['memory.leak_slope']).toMatchObject({ value: null, verdict: 'inconclusive' });
  expect(figures['memory.leaking_replicas']).toMatchObject({ value: null, verdict: 'inconclusive' });
});

test('readings between which nothing was served are no points, and too few points cannot tell', () => {
  const [first, second] = blocks({}, true) as [MemoryReading, MemoryReading];
  const repeated = [first, ...Array.from({ length: 15 }, () => second), { ...second, requests: null }];
  const [bookings] = analysed({ bookings: repeated }).replicas;
  expect(bookings).toMatchObject({ verdict: 'cannot-tell', bytesPerRequest: null, line: [] });
  expect(bookings?.points).toHaveLength(2);
});

test('an experiment that has looked at no heap has no analysis', () => {
  expect(leakAnalysis({ name: 'x', observations: [] } as unknown as Experiment)).toBeUndefined();
});
