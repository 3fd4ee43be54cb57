import type { Engine } from '../engines/engine.ts';
import { Problem } from '../model/problem.ts';
import type { ExperimentSpec, Suite } from '../suites/suite.ts';

/**
 * engineMisfit gives the Problem of kind `usage` that a suite would come to with an engine, so that it is told before
 * anything has been measured; undefined where the engine can do all of it.
 */
export function engineMisfit(engine: Engine, { name, experiments }: Suite): Problem | undefined {
  const open = experiments.find(sendsAtRate);
  if (open !== undefined && !engine.models.includes('open')) return notAtRate(engine, name, open);
  const { shortestMs = 0 } = engine;
  const short = experiments.find((spec) => 'durationMs' in spec && spec.durationMs < shortestMs);
  return short === undefined ? undefined : tooShort(engine, short, shortestMs);
}

function sendsAtRate(spec: ExperimentSpec): boolean {
  return 'ratePerSecond' in spec || 'firstRatePerSecond' in spec;
}

function notAtRate(engine: Engine, suite: string, { title }: ExperimentSpec): Problem {
  const why = engine.whyNot?.open === undefined ? '' : `: ${engine.whyNot.open}`;
  const message = `the suite ${suite} sends at a rate ("${title}"), which the ${engine.name} engine does not do${why}.`;
  return new Problem('usage', message, {
    next: 'Leave --engine out, or use k6; closed loads are sent by autocannon anyway.',
  });
}

function tooShort({ name }: Engine, { title }: ExperimentSpec, shortestMs: number): Problem {
  const message = `the ${name} engine runs nothing shorter than ${shortestMs} ms, which a stretch of "${title}" would be.`;
  return new Problem('usage', message, { next: 'Give a longer --duration.' });
}
