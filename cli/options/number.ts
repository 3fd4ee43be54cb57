import { InvalidArgumentError } from 'commander';

/** parseRate reads a rate per second: more than 0, at most 1,000,000. */
export function parseRate(text: string): number {
  const rate = text.trim() === '' ? Number.NaN : Number(text);
  if (!(rate > 0 && rate <= 1_000_000))
    throw new InvalidArgumentError('Give a number per second above 0 and up to 1000000.');
  return rate;
}

/** parseBytesPerRequest reads a growth in bytes per request: more than 0, at most a mebibyte. */
export function parseBytesPerRequest(text: string): number {
  const bytes = text.trim() === '' ? Number.NaN : Number(text);
  if (!(bytes > 0 && bytes <= 1024 * 1024))
    throw new InvalidArgumentError('Give bytes per request above 0 and up to 1048576.');
  return bytes;
}

/** wholeNumber gives a parser for whole numbers from `lowest` to `highest`. */
export function wholeNumber(lowest: number, highest: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
    if (!(value >= lowest && value <= highest)) {
      throw new InvalidArgumentError(`Give a whole number from ${lowest} to ${highest}.`);
    }
    return value;
  };
}

/** parseSeed reads a seed: a whole number from 0 to 2^32 - 1. */
export const parseSeed = wholeNumber(0, 0xffff_ffff);
