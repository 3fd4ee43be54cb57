import {
  accessSync,
  constants,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { asleep, keepAwake } from './awake.ts';

function files({ driver }: { readonly driver: string }) {
  const directory = mkdtempSync(join(tmpdir(), 'rehearse-awake-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const paths = { request: join(directory, 'request'), driver: join(directory, 'driver') };
  writeFileSync(paths.driver, `${driver}\n`);
  writeFileSync(paths.request, 'unasked');
  return paths;
}

/** isOpen: whether this process has the file open. */
const isOpen = (file: string): boolean =>
  readdirSync('/proc/self/fd').some((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === file;
    } catch {
      return false;
    }
  });

test('a latency of 0 µs is asked for, and stands until it is disposed of, which may be done twice', () => {
  const paths = files({ driver: 'intel_idle' });
  const awake = keepAwake(paths);
  expect(awake).toMatchObject({ kept: true, text: 'kept awake' });
  expect([...readFileSync(paths.request).subarray(0, 4)]).toEqual([0, 0, 0, 0]);
  expect(isOpen(paths.request)).toBe(true);
  awake[Symbol.dispose]();
  awake[Symbol.dispose]();
  expect(isOpen(paths.request)).toBe(false);
});

test('where nothing can be asked for, the reason is told', () => {
  const none = files({ driver: 'none' });
  expect(keepAwake(none)).toMatchObject({
    kept: false,
    text: expect.stringContaining('hardware or the host'),
  });
  expect(readFileSync(none.request, 'utf8')).toBe('unasked');
  const absent = { ...files({ driver: 'acpi_idle' }), request: '/nowhere/cpu_dma_latency' };
  expect(keepAwake(absent)).toMatchObject({
    kept: false,
    text: expect.stringMatching(/^may sleep: .*\/nowhere\/cpu_dma_latency \(ENOENT\)$/),
  });
  expect(asleep('--awake is off')).toMatchObject({ kept: false, text: 'may sleep: --awake is off' });
});

const polling = '/sys/devices/system/cpu/cpu0/cpuidle/state0';
const canPoll = ((): boolean => {
  try {
    accessSync('/dev/cpu_dma_latency', constants.W_OK);
    return readFileSync(`${polling}/name`, 'utf8').trim() === 'POLL';
  } catch {
    return false;
  }
})();

test.skipIf(!canPoll)('idle processors poll while they are kept awake', async () => {
  const polls = (): number => Number(readFileSync(`${polling}/usage`, 'utf8'));
  using awake = keepAwake();
  expect(awake.kept).toBe(true);
  const before = polls();
  await vi.waitFor(() => expect(polls()).toBeGreaterThan(before), 30_000);
});
