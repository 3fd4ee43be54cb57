import type { Tool } from './tool-contender.ts';

interface Printed {
  readonly latencies: { readonly '50th': number; readonly '90th': number; readonly '99th': number };
  readonly requests: number;
  readonly rate: number;
  readonly status_codes: Readonly<Record<string, number>>;
}

const nsPerMs = 1e6;

/** vegeta: an open model of evenly spaced arrivals; what one run of it wrote, another sums up, in nanoseconds. */
export const vegeta: Tool = {
  name: 'vegeta',
  program: 'vegeta',
  model: 'open',
  args: ({ truthCase: { ratePerSecond }, durationMs }) => [
    'attack',
    `-rate=${ratePerSecond}/1s`,
    `-duration=${durationMs}ms`,
    '-timeout=5s',
    '-max-workers=2000',
  ],
  stdin: ({ url }) => `GET ${url}\n`,
  report: ['report', '-type=json'],
  read(stdout) {
    const { latencies, requests, rate, status_codes: statuses } = JSON.parse(stdout) as Printed;
    return {
      timesMs: {
        p50: latencies['50th'] / nsPerMs,
        p90: latencies['90th'] / nsPerMs,
        p99: latencies['99th'] / nsPerMs,
        p999: null,
      },
      requests,
      lost: requests - (statuses['200'] ?? 0),
      achievedRps: rate,
    };
  },
};
