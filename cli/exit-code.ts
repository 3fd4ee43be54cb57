import type { Verdict } from '../load/model/figure.ts';
import type { RunResult } from '../load/model/result.ts';

/** ExitCode: what a program that calls rehearse can tell from its end. */
export const ExitCode = {
  pass: 0,
  harnessFailed: 1,
  usage: 2,
  budgetBroken: 3,
  inconclusive: 4,
  invalid: 5,
  interrupted: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** exitCodeOf maps a result to its exit code: what ended the run first, then the worst verdict. */
export function exitCodeOf(result: Pick<RunResult, 'state' | 'figures'>): ExitCode {
  switch (result.state) {
    case 'aborted':
      return ExitCode.interrupted;
    case 'failed':
      return ExitCode.harnessFailed;
    case 'invalid':
      return ExitCode.invalid;
    case 'complete':
      return exitCodeOfVerdicts(result.figures.flatMap((figure) => figure.verdict ?? []));
  }
}

function exitCodeOfVerdicts(verdicts: readonly Verdict[]): ExitCode {
  if (verdicts.includes('fail')) return ExitCode.budgetBroken;
  return verdicts.includes('inconclusive') ? ExitCode.inconclusive : ExitCode.pass;
}
