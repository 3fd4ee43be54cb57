import { expect, test } from 'vitest';
import { autocannonEngine } from '../engines/autocannon.ts';
import { k6Engine } from '../engines/k6.ts';
import { pacedEngine } from '../engines/paced.ts';
import { suites } from '../suites/index.ts';
import { latency } from '../suites/latency.ts';
import { startup } from '../suites/startup.ts';
import { engineMisfit } from './engine-misfit.ts';

test('every suite as it is by default can be done by paced and by k6', () => {
  for (const suite of suites)
    for (const engine of [pacedEngine, k6Engine])
      expect(engineMisfit(engine, suite.make({}))).toBeUndefined();
});

test('a suite that sends at a rate is refused for autocannon, with the reason', () => {
  expect(engineMisfit(autocannonEngine, latency.make({}))?.message).toMatch(
    /^the suite latency sends at a rate \("Steady load"\), .* first 4%.* wrong unit, so that 100 ms read as 51\.$/,
  );
  expect(engineMisfit(autocannonEngine, startup.make({}))).toBeUndefined();
});

test('a stretch that is too short for an engine is refused before the first load', () => {
  const short = latency.make({ durationMs: 1500 });
  expect(engineMisfit(k6Engine, short)).toMatchObject({
    kind: 'usage',
    message: 'the k6 engine runs nothing shorter than 1000 ms, which a stretch of "Ceiling" would be.',
  });
  expect(engineMisfit(pacedEngine, short)).toBeUndefined();
});
