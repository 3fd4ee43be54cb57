import { Problem } from '../load/model/problem.ts';
import { ExitCode } from './exit-code.ts';

/**
 * problemLines tells an error to a user: what and where, the next step, and the detail if there is one; and after it what
 * went wrong when it was cleared up after.
 */
export function problemLines(error: unknown): string {
  if (error instanceof SuppressedError) return problemLines(error.suppressed) + problemLines(error.error);
  if (!(error instanceof Problem)) {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return `rehearse: unexpected: ${text} (REHEARSE_DEBUG=1 shows where)\n`;
  }
  const next = error.next === undefined ? '' : ` Next: ${error.next}`;
  const detail = error.detail === undefined ? '' : `${indent(error.detail)}\n`;
  return `rehearse: ${error.message}${next}\n${detail}`;
}

/** exitCodeOfError: 2 for what the user can mend, 1 for everything else. */
export function exitCodeOfError(error: unknown): ExitCode {
  if (error instanceof SuppressedError) return exitCodeOfError(error.suppressed);
  return error instanceof Problem && error.kind === 'usage' ? ExitCode.usage : ExitCode.harnessFailed;
}

function indent(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `  | ${line}`)
    .join('\n');
}
