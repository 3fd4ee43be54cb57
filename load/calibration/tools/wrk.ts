import { fileURLToPath } from 'node:url';
import type { Tool } from './tool-contender.ts';

interface Printed {
  readonly requests: number;
  readonly durationUs: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly errors: Readonly<Record<string, number>>;
}

/** wrk: as fast as its connections go; a script of a few lines has it print what it knows as JSON, in microseconds. */
export const wrk: Tool = {
  name: 'wrk',
  program: 'wrk',
  args: ({ url, truthCase: { connections }, durationMs }) => [
    '--threads',
    '1',
    '--connections',
    String(connections),
    '--duration',
    `${Math.round(durationMs / 1000)}s`,
    '--script',
    fileURLToPath(new URL('wrk-summary.lua', import.meta.url)),
    url,
  ],
  read(stdout) {
    const line = stdout.split('\n').find((text) => text.startsWith('{')) ?? '{}';
    const { requests, durationUs, errors, ...times } = JSON.parse(line) as Printed;
    return {
      timesMs: {
        p50: times.p50 / 1000,
        p90: times.p90 / 1000,
        p99: times.p99 / 1000,
        p999: times.p999 / 1000,
      },
      requests,
      lost: Object.values(errors).reduce((sum, count) => sum + count, 0),
      achievedRps: (requests * 1e6) / durationUs,
    };
  },
};
