import type { Analysis } from '../../model/analysis.ts';
import { judge, type Budget, type Figure } from '../../model/figure.ts';
import type { Experiment } from '../../model/result.ts';
import { bookingFigures } from './bookings.ts';
import { ceilingFigures } from './ceiling.ts';
import { clientServerFigures } from './client-server.ts';
import { lateDatabaseFigures } from './late-database.ts';
import { latencyFigures } from './latency.ts';
import { leakFigures } from './leak.ts';
import { memoryFigures } from './memory.ts';
import { observerFigures } from './observer-effect.ts';
import { rateSweepFigures } from './rate-sweep.ts';
import { scalingFigures } from './scaling.ts';
import { shutdownFigures } from './shutdown.ts';
import { startupFigures } from './startup.ts';

/** figuresOf computes every figure that the experiments and their analyses give, and holds each against its budget if it has one. */
export function figuresOf(
  experiments: readonly Experiment[],
  analyses: readonly Analysis[],
  scaledService: string,
  budgets: Readonly<Record<string, Budget>>,
): Figure[] {
  const figures = [
    ...latencyFigures(experiments),
    ...clientServerFigures(analyses),
    ...rateSweepFigures(analyses),
    ...ceilingFigures(experiments),
    ...observerFigures(analyses),
    ...leakFigures(analyses, scaledService),
    ...memoryFigures(experiments, scaledService),
    ...startupFigures(experiments),
    ...lateDatabaseFigures(experiments),
    ...shutdownFigures(experiments, analyses),
    ...scalingFigures(analyses),
    ...bookingFigures(experiments),
  ];
  return figures.map((figure) => withVerdict(figure, budgets[figure.name]));
}

function withVerdict(figure: Figure, budget: Budget | undefined): Figure {
  return budget === undefined ? figure : { ...figure, budget, verdict: judge(figure, budget) };
}
