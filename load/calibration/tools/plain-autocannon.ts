import type { Tool } from './tool-contender.ts';

interface Printed {
  readonly latency: {
    readonly p50: number;
    readonly p90: number;
    readonly p99: number;
    readonly p99_9: number;
  };
  readonly requests: { readonly total: number };
  readonly duration: number;
  readonly errors: number;
  readonly non2xx: number;
}

/** plainAutocannon: autocannon as its own command line has it, in whole milliseconds. */
export const plainAutocannon: Tool = {
  name: 'autocannon CLI',
  program: 'autocannon',
  args: ({ url, truthCase: { connections }, durationMs }) => [
    '--connections',
    String(connections),
    '--duration',
    String(Math.round(durationMs / 1000)),
    '--json',
    '--no-progress',
    url,
  ],
  read(stdout) {
    const { latency, requests, duration, errors, non2xx } = JSON.parse(stdout) as Printed;
    return {
      timesMs: { p50: latency.p50, p90: latency.p90, p99: latency.p99, p999: latency.p99_9 },
      requests: requests.total,
      lost: errors + non2xx,
      achievedRps: requests.total / duration,
    };
  },
};
