/** rounded gives a number with three significant digits, for a sentence. */
export function rounded(value: number): string {
  return Number(value.toPrecision(3)).toString();
}
