import { expect, test } from 'vitest';
import { Thinning } from './thinned.ts';

interface Span {
  readonly from: number;
  readonly to: number;
}

function thinned(count: number, most: number) {
  const thinning = new Thinning<Span>((earlier, later) => ({ from: earlier.from, to: later.to }), most);
  for (let i = 0; i < count; i += 1) thinning.add({ from: i, to: i });
  return thinning.series();
}

test('a short series is kept as it is', () => {
  expect(thinned(3, 8)).toEqual({ looks: 1, points: [0, 1, 2].map((i) => ({ from: i, to: i })) });
});

test.each([7, 8, 9, 100, 1001, 4096])(
  'of %i looks each is in one point, in order, within the bound',
  (count) => {
    const { points, looks } = thinned(count, 8);
    expect(points.length).toBeLessThanOrEqual(8);
    expect(points.length).toBeGreaterThanOrEqual(Math.min(count, 4));
    expect(points.map(({ from }) => from)).toEqual(points.map((_, i) => i * looks));
    expect(points.slice(0, -1).every(({ from, to }) => to - from === looks - 1)).toBe(true);
    expect(points.at(-1)!.to).toBe(count - 1);
  },
);
