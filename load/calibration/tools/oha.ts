import type { Tool } from './tool-contender.ts';

interface Printed {
  readonly summary: { readonly total: number };
  /** latencyPercentiles in seconds, of everything that was answered, however little; null where nothing was. */
  readonly latencyPercentiles: Readonly<Record<'p50' | 'p90' | 'p99' | 'p99.9', number | null>>;
  readonly statusCodeDistribution: Readonly<Record<string, number>>;
  readonly errorDistribution: Readonly<Record<string, number>>;
}

/** oha: its connections share the rate, and each waits for its answer; what is under way at the end is waited for. */
export const oha: Tool = {
  name: 'oha',
  program: 'oha',
  args: ({ url, truthCase: { connections, ratePerSecond }, durationMs }) => [
    '--no-tui',
    '--output-format',
    'json',
    '-z',
    `${durationMs}ms`,
    '-w',
    '-c',
    String(connections),
    '-q',
    String(ratePerSecond),
    url,
  ],
  read(stdout) {
    const printed = JSON.parse(stdout) as Printed;
    const { latencyPercentiles: seconds, statusCodeDistribution: statuses } = printed;
    const requests = sum(statuses) + sum(printed.errorDistribution);
    return {
      timesMs: {
        p50: ms(seconds.p50),
        p90: ms(seconds.p90),
        p99: ms(seconds.p99),
        p999: ms(seconds['p99.9']),
      },
      requests,
      lost: requests - (statuses['200'] ?? 0),
      achievedRps: requests / printed.summary.total,
    };
  },
};

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

function ms(seconds: number | null): number | null {
  return seconds === null ? null : seconds * 1000;
}
