import ora, { type Ora } from 'ora';
import type { Io } from '../io.ts';
import type { ShownProgress } from './progress.ts';

/** terminalProgress shows the step that runs on one line that changes, with the seconds it has taken. */
export function terminalProgress(io: Io, now: () => number = Date.now): ShownProgress {
  let spinner: Ora | undefined;
  let step = '';
  let beganAt = 0;
  const seconds = (): string => `${((now() - beganAt) / 1000).toFixed(0)} s`;
  io.interrupted.addEventListener('abort', () => {
    if (spinner !== undefined) spinner.text = `${step}: interrupted, tearing down`;
  });
  return {
    begin: (title) => {
      spinner?.stop();
      step = title;
      beganAt = now();
      // The spinner must leave standard input alone, or it would swallow Ctrl-C.
      spinner = ora({ text: title, stream: io.err, discardStdin: false, hideCursor: true }).start();
    },
    tell: (text) => {
      if (spinner !== undefined && !io.interrupted.aborted) spinner.text = `${step}  ${seconds()}  ${text}`;
    },
    end: (outcome) => {
      spinner?.succeed(`${step}  ${seconds()}  ${outcome}`);
      spinner = undefined;
    },
    close: () => {
      spinner?.stop();
      spinner = undefined;
    },
  };
}
