import type { Figure } from '../../../load/model/figure.ts';
import type { RunResult } from '../../../load/model/result.ts';
import { formatDuration } from './duration.ts';
import { notReached } from './not-reached.ts';

/** Outcome: what a run came to, in one sentence, with the reasons that a reader must see. */
export interface Outcome {
  readonly tone: 'pass' | 'fail' | 'inconclusive' | 'invalid' | 'aborted' | 'failed';
  readonly sentence: string;
  readonly reasons: readonly string[];
}

/** outcomeOf words the state and the verdicts of a result. */
export function outcomeOf(result: RunResult): Outcome {
  switch (result.state) {
    case 'complete':
      return judged(result.figures);
    case 'invalid':
      return invalid(result);
    case 'aborted':
      return aborted(result);
    case 'failed':
      return failed(result);
  }
}

function judged(figures: readonly Figure[]): Outcome {
  const all = figures.filter((figure) => figure.verdict !== undefined);
  const broken = all.filter((figure) => figure.verdict === 'fail');
  const open = all.filter((figure) => figure.verdict === 'inconclusive');
  if (all.length === 0) return { tone: 'pass', sentence: 'Measured; no budget was set.', reasons: [] };
  if (broken.length > 0) {
    const sentence = `${ofBudgets(broken.length, all.length)} broken: ${titles(broken)}.`;
    return { tone: 'fail', sentence, reasons: open.length === 0 ? [] : [`Inconclusive: ${titles(open)}.`] };
  }
  if (open.length > 0) {
    const sentence = `No budget is broken, but ${ofBudgets(open.length, all.length)} inconclusive: ${titles(open)}.`;
    return { tone: 'inconclusive', sentence, reasons: [] };
  }
  const sentence = all.length === 1 ? 'The budget holds.' : `All ${all.length} budgets hold.`;
  return { tone: 'pass', sentence, reasons: [] };
}

function invalid(result: RunResult): Outcome {
  const broken = result.figures.filter((f) => f.verdict === 'fail' && f.budget?.correctness === true);
  const still = broken.length === 0 ? '' : ` Broken all the same: ${titles(broken)}.`;
  return {
    tone: 'invalid',
    sentence: `The measurement cannot be believed.${still}`,
    reasons: result.invalidReasons.map(({ where, message }) =>
      where === undefined ? message : `${where}: ${message}`,
    ),
  };
}

function aborted(result: RunResult): Outcome {
  const sentence = `Aborted by the user after ${formatDuration(result.durationMs)}.`;
  return { tone: 'aborted', sentence, reasons: [...untilThen(result), ...unreached(result)] };
}

function failed(result: Extract<RunResult, { state: 'failed' }>): Outcome {
  const { message, next } = result.failure;
  const sentence = `The run failed after ${formatDuration(result.durationMs)}: ${withStop(message)}`;
  const nextStep = next === undefined ? [] : [`Next: ${next}`];
  return { tone: 'failed', sentence, reasons: [...nextStep, ...untilThen(result), ...unreached(result)] };
}

function unreached(result: RunResult): string[] {
  const left = notReached(result);
  return left.length === 0 ? [] : [`Not reached: ${left.join('; ')}.`];
}

function untilThen({ figures }: RunResult): string[] {
  const measured = figures.filter((figure) => figure.value !== null);
  if (measured.length === 0) return ['Nothing was measured.'];
  const missing = figures.length - measured.length;
  const rest = missing === 0 ? '' : ` ${missing} of ${figures.length} figures were not measured.`;
  const { tone, sentence, reasons } = judged(measured);
  const budgets = measured.filter((figure) => figure.verdict !== undefined).length;
  if (tone !== 'pass' || budgets === 0) return [`Until then: ${sentence}${rest}`, ...reasons];
  return [
    `Until then ${budgets === 1 ? '1 budget was judged and holds' : `${budgets} budgets were judged and hold`}.${rest}`,
  ];
}

/** mostTitles: more would bury what is said; the figures below name all. */
const mostTitles = 5;

function titles(figures: readonly Figure[]): string {
  const named = figures.slice(0, figures.length > mostTitles ? mostTitles - 1 : mostTitles);
  const rest = figures.length - named.length;
  return [...named.map((figure) => figure.title), ...(rest === 0 ? [] : [`${rest} more`])].join('; ');
}

function ofBudgets(some: number, all: number): string {
  return `${some} of ${all} ${all === 1 ? 'budget' : 'budgets'} ${some === 1 ? 'is' : 'are'}`;
}

function withStop(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
