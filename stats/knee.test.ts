import { describe, expect, it } from 'vitest';
import { knee, type SweepPoint } from './knee.ts';

const at = (offeredRps: number, value: number, low?: number): SweepPoint => ({
  offeredRps,
  achievedRps: offeredRps,
  responseTimeMs: { value, ...(low !== undefined && { low }) },
});
const falling = (offeredRps: number, achievedRps: number, value: number): SweepPoint => ({
  ...at(offeredRps, value),
  achievedRps,
});

/** mm1: the mean response time of a single exponential server of 1,000 a second. */
const mm1 = (rate: number) => at(rate, 1000 / (1000 - rate));

describe('the knee of a sweep', () => {
  it('of a single queue lies where its time triples', () => {
    // 1/(1 − ρ) over 1/0.9 is 3 at ρ = 0.7.
    const found = knee([100, 300, 500, 650, 750, 900].map(mm1));
    expect(found).toEqual({
      found: true,
      belowRps: 650,
      fromRps: 750,
      sign: 'response-time',
      straysRps: [],
    });
  });

  it('shows in the rate that is no longer achieved', () => {
    const found = knee([at(100, 5), at(200, 5), falling(400, 300, 6)]);
    expect(found).toMatchObject({ found: true, belowRps: 200, fromRps: 400, sign: 'achieved-rate' });
  });

  it('does not move for one rate that was disturbed', () => {
    const found = knee([at(100, 5), at(200, 50), at(300, 6), at(400, 40)]);
    expect(found).toMatchObject({ belowRps: 300, fromRps: 400, straysRps: [200] });
  });

  it('is not seen while the interval reaches below the limit', () => {
    expect(knee([at(100, 5), at(200, 5), at(300, 20, 14)]).found).toBe(false);
    expect(knee([at(100, 5), at(200, 5), at(300, 20, 16)]).found).toBe(true);
  });

  it.each([
    { points: [at(1, 1), at(2, 9)], reason: 'needs three rates, has 2' },
    { points: [falling(1, 0.9, 1), at(2, 1), at(3, 1)], reason: 'the lowest rate, 1 rps, is not achieved' },
    { points: [at(1, 1), at(2, 1), at(2986 / 7, 1)], reason: 'keeps up with every rate, up to 427 rps' },
  ])('is not found: $reason', ({ points, reason }) => {
    expect(knee(points)).toEqual({ found: false, reason });
  });

  it('refuses a factor that is no rise', () => {
    expect(() => knee([], 1)).toThrow('factor');
  });
});
