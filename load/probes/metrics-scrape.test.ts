import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseMetrics, scrape, sumOf } from './metrics-scrape.ts';

describe('a metrics page', () => {
  test.each([
    ['a sample without labels', 'up 1', { name: 'up', labels: {}, value: 1 }],
    ['a timestamp', 'up 1.5e3 1395066363000', { name: 'up', labels: {}, value: 1500 }],
    ['labels', 'a_total{m="GET",s="200"} 3', { name: 'a_total', labels: { m: 'GET', s: '200' }, value: 3 }],
    ['a trailing comma', 'a{m="x",} 1', { name: 'a', labels: { m: 'x' }, value: 1 }],
    [
      'a brace in a label',
      'a{r="/e/{id}",s="}"} 1',
      { name: 'a', labels: { r: '/e/{id}', s: '}' }, value: 1 },
    ],
    [
      'escapes',
      String.raw`a{p="C:\\x",q="\"",l="1\n2"} 1`,
      {
        name: 'a',
        labels: { p: String.raw`C:\x`, q: '"', l: '1\n2' },
        value: 1,
      },
    ],
    [
      'an exemplar',
      'a_bucket{le="1"} 7 # {trace_id="abc"} 0.5 1',
      { name: 'a_bucket', labels: { le: '1' }, value: 7 },
    ],
    ['infinity', 'a_bucket{le="+Inf"} +Inf', { name: 'a_bucket', labels: { le: '+Inf' }, value: Infinity }],
  ])('with %s is read', (_title, text, sample) => {
    expect(parseMetrics(text)).toEqual([sample]);
  });

  test('has lines that are no samples', () => {
    expect(parseMetrics('# HELP up Whether it is.\n# TYPE up gauge\n\nup\nup x\n<html>\n')).toEqual([]);
  });

  test('is summed over labels, and what is not there is undefined', () => {
    const samples = parseMetrics('a{x="1"} 2\na{x="2"} 3\nab 100');
    expect(sumOf(samples, 'a')).toBe(5);
    expect(sumOf(samples, 'b')).toBeUndefined();
  });
});

test('a replica that does not answer, or with an error, has no samples', async () => {
  const server = createServer((_request, response) => response.writeHead(500).end('up 1')).listen(0);
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  expect(await scrape(`http://127.0.0.1:${port}/metrics`)).toEqual([]);
  expect(await scrape('http://127.0.0.1:1/metrics')).toEqual([]);
});

test('those who ask at once are given one answer, and who asks later another', async () => {
  let asked = 0;
  const server = createServer((_request, response) => response.end(`asked ${(asked += 1)}`)).listen(0);
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/metrics`;
  const [one, other] = await Promise.all([scrape(url), scrape(url)]);
  expect([sumOf(one, 'asked'), sumOf(other, 'asked')]).toEqual([1, 1]);
  expect(sumOf(await scrape(url), 'asked')).toBe(2);
});
