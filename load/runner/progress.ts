import type { LoadProgress } from '../model/load-observation.ts';
import type { Figure } from '../model/figure.ts';
import type { Marker } from '../model/result.ts';

/** Progress: what a run tells while it goes on; the face decides how it is shown. */
export interface Progress {
  /** begin names the step that starts now. */
  begin(step: string): void;
  /** tell says what the step is doing; each line replaces the one before. */
  tell(line: string): void;
  /** end closes the step with what came of it. */
  end(outcome: string): void;
  /** second: of a load, the last full one; for whoever draws it. */
  second?(second: LoadProgress): void;
  /** marked: something was done to the system, or happened to a replica. */
  marked?(marker: Marker): void;
  /** measured: an experiment has ended; `figures` computes all figures until now. */
  measured?(figures: () => readonly Figure[]): void;
}
