import { formatNumber, formatShort } from './number.ts';

/** formatDuration writes milliseconds as people say them: 340 ms, 4.2 s, 75 s, 2 min 5 s. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 999.5) return `${formatNumber(durationMs)} ms`;
  if (durationMs < 119_500) return `${formatShort(durationMs / 1000)} s`;
  const seconds = Math.round(durationMs / 1000);
  const rest = seconds % 60;
  return `${Math.floor(seconds / 60)} min${rest === 0 ? '' : ` ${rest} s`}`;
}

/** formatMoment writes an RFC 3339 UTC time to the minute: 2026-11-03 10:20 UTC. */
export function formatMoment(rfc3339: string): string {
  return `${rfc3339.slice(0, 10)} ${rfc3339.slice(11, 16)} UTC`;
}

/** formatClock writes a moment of the run's axis as minutes and seconds since its start: 1:05.2. */
export function formatClock(atMs: number): string {
  const tenths = Math.round(atMs / 100);
  const seconds = Math.floor(tenths / 10);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}.${tenths % 10}`;
}
