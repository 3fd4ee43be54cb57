import type { LoadObservation } from '../../model/load-observation.ts';
import type { Recording } from '../recording.ts';

/**
 * judgeStep says what the guards found of one load of several. A load that never became steady is no evidence: it is left
 * out, with a warning, where the others answer the question without it, and makes the run invalid where it is `needed`.
 */
export function judgeStep(
  title: string,
  { invalidReasons }: Pick<LoadObservation, 'invalidReasons'>,
  needed: boolean,
  recording: Pick<Recording, 'invalidate' | 'warn'>,
): void {
  for (const reason of invalidReasons) {
    const message = `${title}: ${reason.message}`;
    if (reason.guard !== 'warm-up' || needed) recording.invalidate({ ...reason, message });
    else recording.warn({ code: reason.guard, message: `${message} It is left out.` });
  }
}
