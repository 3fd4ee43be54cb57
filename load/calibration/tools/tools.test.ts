import { expect, test } from 'vitest';
import type { Order } from '../contender.ts';
import { truthCases } from '../truth-cases.ts';
import { hey } from './hey.ts';
import { oha } from './oha.ts';
import { plainAutocannon } from './plain-autocannon.ts';
import { runTool } from './tool-run.ts';
import { vegeta } from './vegeta.ts';
import { wrk } from './wrk.ts';

const signal = new AbortController().signal;
const order: Order = {
  url: 'http://127.0.0.1:9/',
  truthCase: truthCases[0]!,
  warmUpMs: 0,
  durationMs: 2000,
  signal,
};

test('wrk is read from the line that its script prints, in microseconds, with every kind of error', () => {
  const printed = `Running 2s test @ http://127.0.0.1:40971
  1 threads and 20 connections
  1928 requests in 2.00s, 154.39KB read
{"requests":1928,"durationUs":2004248,"p50":20277,"p90":21521,"p99":24157,"p999":30461,"errors":{"connect":0,"read":3,"write":1,"status":2,"timeout":0}}
`;
  const { achievedRps, ...read } = wrk.read(printed, order);
  expect(read).toEqual({
    timesMs: { p50: 20.277, p90: 21.521, p99: 24.157, p999: 30.461 },
    requests: 1928,
    lost: 6,
  });
  expect(achievedRps).toBeCloseTo(962, 0);
});

test('hey is read from its table, in seconds, with other statuses than 200 as losses', () => {
  const row = '0.0215,0.0004,0.0000,0.0000,0.0209,0.0001,200,0.1125';
  const head = 'response-time,DNS+dialup,DNS,Request-write,Response-delay,Response-read,status-code,offset';
  const rows = [head, ...Array<string>(99).fill(row), row.replace('200', '500'), ''].join('\n');
  expect(hey.read(rows, order)).toEqual({
    timesMs: { p50: 21.5, p90: null, p99: null, p999: null },
    requests: 100,
    lost: 1,
    achievedRps: 50,
  });
  expect(hey.args(order)).toEqual(expect.arrayContaining(['-c', '20', '-q', '50']));
});

test('oha is read from its JSON, in seconds, with other statuses than 200 and every error as losses', () => {
  const printed = JSON.stringify({
    summary: { successRate: 0.95, total: 2.0009, requestsPerSec: 1000.03 },
    latencyPercentiles: { p10: 0.02, p50: 0.0205, p90: 0.0221, p99: 0.031, 'p99.9': 0.037, 'p99.99': 0.038 },
    statusCodeDistribution: { 200: 1897, 500: 4 },
    errorDistribution: { 'connection closed before message completed': 100 },
  });
  const { achievedRps, ...read } = oha.read(printed, order);
  expect(read).toEqual({ timesMs: { p50: 20.5, p90: 22.1, p99: 31, p999: 37 }, requests: 2001, lost: 104 });
  expect(achievedRps).toBeCloseTo(1000, 0);
  expect(oha.args(order)).toEqual(expect.arrayContaining(['-c', '20', '-q', '1000', '-z', '2000ms']));
});

test("autocannon's own command line is read from its JSON", () => {
  const printed = JSON.stringify({
    latency: { p50: 20, p90: 22, p99: 31, p99_9: 37 },
    requests: { total: 938 },
    duration: 1.02,
    errors: 4,
    non2xx: 1,
  });
  expect(plainAutocannon.read(printed, order)).toMatchObject({
    timesMs: { p50: 20, p90: 22, p99: 31, p999: 37 },
    requests: 938,
    lost: 5,
  });
});

test('vegeta is read from its report, in nanoseconds, with other statuses than 200 as losses', () => {
  const printed = JSON.stringify({
    latencies: { '50th': 20_403_422, '90th': 22_463_648, '99th': 26_875_988 },
    requests: 500,
    rate: 501.9,
    status_codes: { 0: 3, 200: 497 },
  });
  expect(vegeta.read(printed, order)).toEqual({
    timesMs: { p50: 20.403422, p90: 22.463648, p99: 26.875988, p999: null },
    requests: 500,
    lost: 3,
    achievedRps: 501.9,
  });
  expect(vegeta.stdin?.(order)).toBe('GET http://127.0.0.1:9/\n');
});

test('the CPU time of a program is seen', async () => {
  const busy = 'const end = Date.now() + 300; while (Date.now() < end); console.log("done")';
  const { stdout, cpuSeconds } = await runTool(process.execPath, ['-e', busy], { limitMs: 60_000, signal });
  expect(Buffer.from(stdout).toString()).toBe('done\n');
  expect(cpuSeconds).toBeGreaterThan(0.02);
});
