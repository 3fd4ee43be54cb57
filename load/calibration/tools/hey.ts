import { timesOf } from '../computed-truth.ts';
import type { Tool } from './tool-contender.ts';

/** hey prints a line for each answer; requests that failed are not among them, and it sends some again by itself. */
export const hey: Tool = {
  name: 'hey',
  program: 'hey',
  args: ({ url, truthCase: { connections, ratePerSecond }, durationMs }) => [
    '-z',
    `${durationMs}ms`,
    '-c',
    String(connections),
    // Its rate is that of each worker.
    '-q',
    String(ratePerSecond / connections),
    '-o',
    'csv',
    url,
  ],
  read(stdout, { durationMs }) {
    const rows = stdout.split('\n').filter((line) => /^\d/.test(line));
    const cells = rows.map((row) => row.split(','));
    const right = cells.filter((row) => row[6] === '200');
    return {
      timesMs: timesOf(right.map((row) => Number(row[0]) * 1000)),
      requests: rows.length,
      lost: rows.length - right.length,
      achievedRps: (rows.length * 1000) / durationMs,
    };
  },
};
