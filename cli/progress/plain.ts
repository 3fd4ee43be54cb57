import { say, type Io } from '../io.ts';
import type { ShownProgress } from './progress.ts';

/** quietMs: a log wants a sign of life, not every second of it. */
const quietMs = 5000;

/** plainProgress writes a line when a step begins and ends, and at most one every five seconds in between. */
export function plainProgress(io: Io, now: () => number = Date.now): ShownProgress {
  let lastLineAt = 0;
  const line = (text: string): void => {
    lastLineAt = now();
    say(io, text);
  };
  return {
    begin: (step) => line(`${step} …`),
    tell: (text) => {
      if (now() - lastLineAt >= quietMs) line(`  ${text}`);
    },
    end: (outcome) => line(`  done: ${outcome}`),
    close: () => undefined,
  };
}
