import { expect, test } from 'vitest';
import { descendantsOf, type Harness, isRunning, startHarness, until } from '../testing/harness.ts';

const shortest = ['--replicas', '1,2', '--repetitions', '1', '--warm-up', '500ms', '--duration', '1s'];

test('a run tells its page each second of load, what it does, and its figures, and leaves nothing', async () => {
  const harness = startHarness(['run', 'scale-out', '--live', ...shortest]);
  const { url, told } = await lookingOn(harness);
  await until('a second of load', 60_000, () => /"type":"second"/.test(told()));
  const below = descendantsOf(harness.process.pid!);
  await until('the end of the run', 60_000, () => /"type":"over"/.test(told()));
  expect(await (await fetch(url)).text()).toContain('Scale-out suite');
  await harness.ended;
  expect(told()).toMatch(/"type":"marker","marker":\{[^}]*"label":"1 replicas"/);
  expect(told()).toMatch(/"type":"ended","outcome":"1, 2 replicas, 1 times each"/);
  expect(told()).toMatch(/"type":"marker","marker":\{[^}]*"label":"scale-in 2 → 1"/);
  expect(told()).toMatch(/"type":"figures".*oversold seats/);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
  await until('every process below the harness has gone', 5_000, () => !below.some(isRunning));
});

test('Ctrl-C reaches the page too, and it still shows the report', async () => {
  const harness = startHarness(['run', 'scale-out', '--live', ...shortest]);
  const { url, told } = await lookingOn(harness);
  process.kill(-harness.process.pid!, 'SIGINT');
  await until('the end of the run', 30_000, () => /"type":"over"/.test(told()));
  expect(await (await fetch(url)).text()).toContain('Aborted by the user after');
  expect(await harness.ended).toBe(130);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});

/** lookingOn reads the events of a run's page as soon as there is one. */
async function lookingOn(harness: Harness): Promise<{ url: string; told: () => string }> {
  const found = () => /^live: (http:\/\/127\.0\.0\.1:\d+\/)$/m.exec(harness.stderr())?.[1];
  const ended = () => harness.process.exitCode !== null;
  await until('the address of the page', 20_000, () => found() !== undefined || ended());
  const url = found() ?? '';
  expect(url, harness.stderr()).not.toBe('');
  const stream = await fetch(`${url}events`);
  const decoder = new TextDecoder();
  let told = '';
  void (async () => {
    for await (const chunk of stream.body ?? []) told += decoder.decode(chunk, { stream: true });
  })().catch(() => undefined);
  return { url, told: () => told };
}
