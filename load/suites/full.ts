import { latencyInShort } from './latency.ts';
import { memory } from './memory.ts';
import { scaleOut } from './scale-out.ts';
import { shutdown } from './shutdown.ts';
import { startup } from './startup.ts';
import { defineSuite, type Suite, type SuiteSettings } from './suite.ts';

/** full: all that is measured, each part somewhat shorter than alone; what takes long by its nature, the soak, is left out. */
export const full = defineSuite({
  name: 'full',
  title: 'Startup, latency, memory, shutdown and scale-out, one after the other',
  lasts: 'about 10 min',
  defaults: { ratePerSecond: 50, startups: 20, repetitions: 2 },
  budgets: (settings) =>
    Object.assign({}, ...partsOf(settings).map(({ budgets }) => budgets)) as Suite['budgets'],
  experiments: (settings) => partsOf(settings).flatMap(({ experiments }) => experiments),
});

function partsOf({
  ratePerSecond,
  startups,
  repetitions,
}: Pick<SuiteSettings, 'ratePerSecond' | 'startups' | 'repetitions'>): Suite[] {
  return [
    startup.make({ startups }),
    latencyInShort.make({ ratePerSecond }),
    memory.make({ durationMs: 62_000, warmUpMs: 5_000 }),
    shutdown.make({ ratePerSecond }),
    withoutStep(scaleOut.make({ repetitions, durationMs: 3_000 })),
  ];
}

/** withoutStep: replicas come and go in the shutdown suite as well, with a control beside them. */
function withoutStep(suite: Suite): Suite {
  return { ...suite, experiments: suite.experiments.filter(({ kind }) => kind !== 'replacement') };
}
