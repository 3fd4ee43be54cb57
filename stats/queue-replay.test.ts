import { describe, expect, it } from 'vitest';
import { responseTimesMs } from './queue-replay.ts';

describe('the response times of a given schedule', () => {
  it('add the wait for those before to the service', () => {
    expect(responseTimesMs([0, 1, 2, 30], 10)).toEqual([10, 19, 28, 10]);
  });

  it('count all of a burst', () => {
    expect(responseTimesMs([5, 5, 5], 2)).toEqual([2, 4, 6]);
  });

  it('may have a service time for each, of which one stalls those behind it', () => {
    expect(responseTimesMs([0, 10, 20], [1, 100, 1])).toEqual([1, 100, 91]);
  });

  it('are none for no arrivals', () => {
    expect(responseTimesMs([], 10)).toEqual([]);
  });

  it('do not exist for what is no schedule', () => {
    expect(() => responseTimesMs([2, 1], 1)).toThrow('arrival 1 at 1 ms follows 2 ms');
    expect(() => responseTimesMs([Number.NaN], 1)).toThrow('arrival 0');
    expect(() => responseTimesMs([1], -1)).toThrow('service time 0');
    expect(() => responseTimesMs([1], [1, 2])).toThrow('stand against');
  });
});
