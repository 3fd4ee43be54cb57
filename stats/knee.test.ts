import { describe, expect, it } from 'vitest';
import { budgetRate, knee, type SweepPoint } from './knee.ts';

const at = (offeredRps: number, value: number, low?: number, high?: number): SweepPoint => ({
  offeredRps,
  achievedRps: offeredRps,
  responseTimeMs: { value, ...(low !== undefined && { low }), ...(high !== undefined && { high }) },
});
const falling = (offeredRps: number, achievedRps: number, value: number): SweepPoint => ({
  ...at(offeredRps, value),
  achievedRps,
});

/** mm1: the mean response time of a single exponential server of 1,000 a second. */
const mm1 = (rate: number) => at(rate, 1000 / (1000 - rate));

describe('the highest rate that keeps a budget', () => {
  it('lies just below the first that breaks it', () => {
    const sweep = [at(400, 30, 28, 33), at(100, 5, 4, 6), at(200, 9, 8, 11), at(800, 90, 80, 99)];
    expect(budgetRate(sweep, 20)).toEqual({ highestKeptRps: 200, lowestBrokenRps: 400, undecidedRps: [] });
  });

  it('is not one whose interval straddles the budget', () => {
    const sweep = [at(100, 5, 4, 6), at(200, 19, 16, 22), at(400, 30, 28, 33)];
    expect(budgetRate(sweep, 20)).toEqual({
      highestKeptRps: 100,
      lowestBrokenRps: 400,
      undecidedRps: [200],
    });
  });

  it('is not one that is not achieved, however fast its answers', () => {
    const sweep = [at(100, 5), falling(200, 190, 5)];
    expect(budgetRate(sweep, 20)).toEqual({ highestKeptRps: 100, lowestBrokenRps: 200, undecidedRps: [] });
  });

  it('does not lie above a rate that breaks the budget', () => {
    expect(budgetRate([at(100, 5), at(200, 50), at(300, 6)], 20).highestKeptRps).toBe(100);
  });

  it('is unknown where none keeps it', () => {
    expect(budgetRate([at(100, 50)], 20)).toEqual({
      highestKeptRps: undefined,
      lowestBrokenRps: 100,
      undecidedRps: [],
    });
    expect(budgetRate([], 20).lowestBrokenRps).toBeUndefined();
  });

  it('refuses a budget that is not positive and rates that cannot be', () => {
    expect(() => budgetRate([], 0)).toThrow('budget');
    expect(() => budgetRate([at(0, 1)], 1)).toThrow('offered rate');
    expect(() => budgetRate([at(10, 1), at(10, 2)], 1)).toThrow('stands twice');
  });
});

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
    expect(knee([at(100, 5), at(200, 5), at(300, 20, 14, 26)]).found).toBe(false);
    expect(knee([at(100, 5), at(200, 5), at(300, 20, 16, 26)]).found).toBe(true);
  });

  it.each([
    { points: [at(1, 1), at(2, 9)], reason: 'needs three rates, has 2' },
    { points: [falling(1, 0.9, 1), at(2, 1), at(3, 1)], reason: 'the lowest rate, 1 rps, is not achieved' },
    { points: [at(1, 1), at(2, 1), at(3, 1)], reason: 'keeps up with every rate, up to 3 rps' },
  ])('is not found: $reason', ({ points, reason }) => {
    expect(knee(points)).toEqual({ found: false, reason });
  });

  it('refuses a factor that is no rise', () => {
    expect(() => knee([], 1)).toThrow('factor');
  });
});
