import { InvalidArgumentError } from 'commander';

const unitMs: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** parseDurationMs reads `500ms`, `10s`, `2m` or `1h` as milliseconds; at most a day. */
export function parseDurationMs(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text.trim());
  const durationMs = match ? Number(match[1]) * (unitMs[match[2] ?? ''] ?? Number.NaN) : Number.NaN;
  if (!Number.isFinite(durationMs))
    throw new InvalidArgumentError('Give a number with a unit: 500ms, 10s, 2m or 1h.');
  if (durationMs > 86_400_000) throw new InvalidArgumentError('The longest is 24h.');
  return durationMs;
}

/** parsePositiveDurationMs is parseDurationMs for durations that cannot be nothing. */
export function parsePositiveDurationMs(text: string): number {
  const durationMs = parseDurationMs(text);
  if (durationMs <= 0) throw new InvalidArgumentError('It must be more than 0.');
  return durationMs;
}

/** formatDuration writes milliseconds the way parseDurationMs reads them. */
export function formatDuration(durationMs: number): string {
  if (durationMs % 60_000 === 0 && durationMs > 0) return `${durationMs / 60_000}m`;
  return durationMs % 1000 === 0 ? `${durationMs / 1000}s` : `${durationMs}ms`;
}
