import type { RunResult } from '../load/model/result.ts';
import { runVerdict, type RunVerdict } from '../load/model/run-verdict.ts';

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

const exitCodes: Readonly<Record<RunVerdict, ExitCode>> = {
  pass: ExitCode.pass,
  fail: ExitCode.budgetBroken,
  inconclusive: ExitCode.inconclusive,
  invalid: ExitCode.invalid,
  aborted: ExitCode.interrupted,
  failed: ExitCode.harnessFailed,
};

/** exitCodeOf maps a result to its exit code: what ended the run first, then the worst verdict. */
export function exitCodeOf(result: Pick<RunResult, 'state' | 'figures'>): ExitCode {
  return exitCodes[runVerdict(result)];
}
