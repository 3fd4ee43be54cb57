import type { Progress } from '../../load/runner/progress.ts';

/** both tells two what goes on: the screen, and a page. */
export function both(first: Progress, second: Required<Progress>): Progress {
  return {
    ...second,
    begin: (step) => {
      first.begin(step);
      second.begin(step);
    },
    tell: (line) => {
      first.tell(line);
      second.tell(line);
    },
    end: (outcome) => {
      first.end(outcome);
      second.end(outcome);
    },
  };
}
