/** Random gives the next number of a sequence, uniform in [0, 1), with 53 bits. */
export type Random = () => number;

/** Stream: what a sequence is for, so that each purpose has one of its own under the same seed. */
export const Stream = { arrivals: 1, journeys: 2, starts: 3, signals: 4 } as const;
export type Stream = (typeof Stream)[keyof typeof Stream];

/**
 * randomOf gives the sequence that belongs to a seed, a stream and an index; all three are taken modulo 2^32. Because
 * the generator takes three words of seed, journey 7 draws the same whatever journeys 0 to 6 drew, and when.
 *
 * Source: sfc32 by Chris Doty-Humphrey, PractRand 0.95, with its seeding from three words and 15 rounds; 53-bit
 * numbers from two outputs as in genrand_res53 of the Mersenne Twister (Matsumoto and Nishimura, 2002).
 */
export function randomOf(seed: number, stream: Stream, index = 0): Random {
  let [a, b, c, counter] = [seed >>> 0, stream >>> 0, index >>> 0, 1];
  const next32 = (): number => {
    const sum = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 15; round++) next32();
  return () => ((next32() >>> 5) * 67_108_864 + (next32() >>> 6)) / 9_007_199_254_740_992;
}
