import { describe, expect, it } from 'vitest';
import type { Figure } from '../../../load/model/figure.ts';
import { fittingFigures } from './fitting-figures.ts';

describe('the figures that fit on a screen', () => {
  const figures = [
    figure('latency.response_time.p50', { judged: true }),
    figure('latency.response_time.p999', { value: null }),
    figure('latency.throughput'),
    figure('memory.pss.idle'),
    figure('shutdown.lost_requests', { judged: true }),
    figure('shutdown.control.lost_requests'),
  ];
  const names = (lines: number) =>
    fittingFigures(figures, lines).map(({ name }) => name.split('.').slice(-2).join('.'));

  it('are all of them, in their order, where there is room', () => {
    expect(fittingFigures(figures, 6)).toEqual(figures);
    expect(fittingFigures(figures, 99)).toEqual(figures);
  });

  it('lose first what was not measured, then what nobody looks for first', () => {
    expect(names(5)).not.toContain('response_time.p999');
    expect(names(4)).toEqual([
      'response_time.p50',
      'latency.throughput',
      'shutdown.lost_requests',
      'control.lost_requests',
    ]);
    expect(names(3)).toEqual(['response_time.p50', 'shutdown.lost_requests', 'control.lost_requests']);
  });

  it('never lose one whose budget is broken or open, and show budgets that hold before what has none', () => {
    expect(names(2)).toEqual(['response_time.p50', 'shutdown.lost_requests']);
    const broken = figures.map((one) =>
      one.budget === undefined ? one : { ...one, verdict: 'fail' as const },
    );
    expect(fittingFigures(broken, -3).map(({ name }) => name)).toEqual([
      'latency.response_time.p50',
      'shutdown.lost_requests',
    ]);
    expect(fittingFigures(figures, -3)).toEqual([]);
  });
});

function figure(name: string, options: { judged?: boolean; value?: null } = {}): Figure {
  const value = options.value === null ? null : 1;
  const base: Figure = { name, title: name, group: 'latency', unit: 'ms', value, n: 1, of: 'answers' };
  return options.judged === true
    ? { ...base, budget: { comparison: '<=', limit: 2, correctness: false }, verdict: 'pass' }
    : base;
}
