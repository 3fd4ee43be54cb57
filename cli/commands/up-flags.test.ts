import { expect, test } from 'vitest';
import { refuseForCompose, refuseForProcess, type UpFlags } from './up-flags.ts';

const flags: UpFlags = {
  target: 'compose',
  replicas: {},
  port: 8080,
  prometheusPort: 9090,
  grafanaPort: 3000,
  profile: [],
  project: 'rehearse',
};

test('what the stack can be is not refused', () => {
  expect(() => refuseForCompose({ ...flags, profile: ['tracing'], replicas: { bookings: 3 } })).not.toThrow();
  expect(() => refuseForProcess(flags)).not.toThrow();
});

test.each([
  [{ prometheusPort: 8080 }, 8080],
  [{ port: 3000 }, 3000],
  [{ grafanaPort: 16_686, profile: ['tracing'] }, 16_686],
])('two parts of the stack do not get one port: %o', (change, port) => {
  expect(() => refuseForCompose({ ...flags, ...change })).toThrow(
    `two parts of the stack cannot both have the port ${port}.`,
  );
});

test('a further part of the stack is none of the services alone', () => {
  expect(() => refuseForProcess({ ...flags, target: 'process', profile: ['tracing'] })).toThrow(
    '--profile tracing is a part of the stack, and --target process is without it.',
  );
});
