import { describe, expect, test } from 'vitest';
import { startRunClock } from '../model/clock.ts';
import { runtimeObservationSchema, type RuntimeObservation } from '../model/runtime-observation.ts';
import { cpuSeconds, fineCpuMs, parseCpuSeconds } from './proc-cpu.ts';
import { startFixture } from './replica.fixture.ts';
import { runtimeProbe } from './runtime.ts';

const clock = startRunClock();

describe('the runtime probe', () => {
  test('tells a busy replica from an idle one', async () => {
    const [busy, idle] = await Promise.all([startFixture(clock), startFixture(clock)]);
    let looks = 0;
    const told: RuntimeObservation[] = [];
    const probe = runtimeProbe.start(
      () => ((looks += 1), [busy, idle]),
      clock,
      (part) => told.push(part),
    );
    const burning = fetch(`${busy.url}/burn/700`);
    await expect.poll(() => looks, { timeout: 5_000 }).toBe(2);
    await burning;
    const seen = await probe.finish();
    expect(runtimeObservationSchema.parse(seen)).toEqual(seen);
    // Of the first look there is nothing yet; the second is told as it is kept.
    expect(told).toEqual([{ kind: 'runtime', replicas: [] }, seen]);
    const [ofBusy, ofIdle] = seen.replicas.map(({ points }) => points[0]!);
    expect(ofBusy!.eventLoopUtilization).toBeGreaterThan(0.3);
    expect(ofIdle!.eventLoopUtilization).toBeLessThan(0.3);
    expect(ofBusy!.cpuShare).toBeGreaterThan(ofIdle!.cpuShare);
  });

  test('needs two looks at a replica, and knows no utilization without metrics', async () => {
    const replica = { ...(await startFixture(clock)), metricsUrl: 'http://127.0.0.1:1/metrics' };
    const once = await runtimeProbe.start(() => [replica], clock).finish();
    expect(once.replicas).toEqual([{ service: 'bookings', replica: replica.name, stepMs: 2000, points: [] }]);
    let looks = 0;
    const probe = runtimeProbe.start(() => ((looks += 1), [replica, { ...replica, pid: undefined }]), clock);
    await expect.poll(() => looks, { timeout: 5_000 }).toBe(2);
    const { replicas } = await probe.finish();
    expect(replicas).toMatchObject([{ points: [{ eventLoopUtilization: null }] }]);
  });
});

test('processor time is user and system time, whatever the name of the command', () => {
  expect(parseCpuSeconds('42 (a) b (c) S 1 7 7 0 -1 4194304 1 0 0 0 150 25 0 0 20 0 1 0 12345')).toBe(1.75);
});

test('the fine processor time of a process is that which its ticks tell, and none when it is gone', () => {
  const ticksMs = cpuSeconds(process.pid)! * 1000;
  // Two kinds of ticks of 10 ms, and what was used between the two looks.
  expect(Math.abs(fineCpuMs(process.pid)! - ticksMs)).toBeLessThan(100);
  expect(fineCpuMs(2 ** 30)).toBeUndefined();
});
