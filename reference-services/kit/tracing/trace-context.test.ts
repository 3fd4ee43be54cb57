import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { activeTrace, carriedTrace, incomingTrace, within } from './trace-context.ts';

const trace = '0af7651916cd43dd8448eb211c80319c';
const parent = 'b7ad6b7169203331';

test.each([
  `00-${trace}-${parent}-01`,
  `00-${trace}-${parent}-00`,
  `01-${trace}-${parent}-01`,
  `fe-${trace}-${parent}-01-what-comes-later`,
])('%s is passed on as it is', (traceparent) => {
  expect(incomingTrace({ traceparent })).toEqual({ traceparent });
});

test.each([
  [''],
  ['no-traceparent'],
  [`00-${trace}-${parent}`],
  [`00-${trace}-${parent}-01-more`],
  [`00-${trace}-${parent}-1`],
  [`00-${trace}-${parent}-0g`],
  [`ff-${trace}-${parent}-01`],
  [`00-${trace.toUpperCase()}-${parent}-01`],
  [`00-${'0'.repeat(32)}-${parent}-01`],
  [`00-${trace}-${'0'.repeat(16)}-01`],
  [`00-${trace}-${parent}-01, 00-${trace}-${parent}-01`],
  [` 00-${trace}-${parent}-01`],
  [`01-${trace}-${parent}-01-${'x'.repeat(201)}`],
  [undefined],
])('a traceparent of %j counts as none', (traceparent) => {
  expect(incomingTrace({ tracestate: 'vendor=1', ...(traceparent !== undefined && { traceparent }) })).toBe(
    undefined,
  );
});

test.each([
  ['vendor=1,other=2', 'vendor=1,other=2'],
  ['x'.repeat(512), 'x'.repeat(512)],
  ['x'.repeat(513), undefined],
  ['', undefined],
])('a tracestate of %j is kept as %j', (tracestate, kept) => {
  expect(incomingTrace({ traceparent: `00-${trace}-${parent}-01`, tracestate })?.tracestate).toBe(kept);
});

test('what is done within a trace belongs to it, also later, and nothing else does', async () => {
  const cause = { traceparent: `00-${trace}-${parent}-01` };
  const carriedLater = async () => {
    await delay(1);
    return carriedTrace();
  };
  const [inside, outside] = await Promise.all([within(cause, carriedLater), within(undefined, carriedLater)]);
  expect(JSON.parse(inside ?? '')).toEqual(cause);
  expect(outside).toBe(null);
  expect(activeTrace()).toBe(undefined);
});
