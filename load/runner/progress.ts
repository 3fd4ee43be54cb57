import type { RunEvents } from '../model/run-events.ts';

/** Progress: what a run tells while it goes on; the face decides how it is shown. */
export interface Progress extends Partial<RunEvents> {
  /** begin names the step that starts now. */
  begin(step: string): void;
  /** tell says what the step is doing; each line replaces the one before. */
  tell(line: string): void;
  /** end closes the step with what came of it. */
  end(outcome: string): void;
}
