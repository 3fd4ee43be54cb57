/** ticks: about `count` round numbers from 0 that cover `end`; their last is the end of the axis. */
export function ticks(end: number, count: number): number[] {
  const rough = Math.max(end, Number.MIN_VALUE) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5].find((factor) => factor * power >= rough) ?? 10);
  return Array.from({ length: Math.ceil(end / step - 1e-9) + 1 }, (_, i) => i * step);
}
