import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Figure } from '../../load/model/figure.ts';
import type { LoadProgress, LoadSecond } from '../../load/model/load-observation.ts';
import { Problem } from '../../load/model/problem.ts';
import type { Marker } from '../../load/model/result.ts';
import type { Progress } from '../../load/runner/progress.ts';
import type { Suite } from '../../load/suites/suite.ts';
import type { FromLive, LiveEvent, ToLive } from '../../reports/live/messages.ts';

const script = fileURLToPath(new URL('../../reports/live/main.ts', import.meta.url));

/** patienceMs: how long those who look on may take to fetch the report before the page is gone. */
const patienceMs = 3000;

/** LiveProgress: what of a run's progress is told to the page. */
export interface LiveProgress extends Pick<Progress, 'begin' | 'tell' | 'end'> {
  second(second: LoadSecond & Partial<LoadProgress>): void;
  marked(marker: Marker): void;
  measured(figures: () => readonly Figure[]): void;
}

/** LiveView: the page of a run while it goes on, served by a process of its own. */
export interface LiveView extends AsyncDisposable {
  readonly url: string;
  /** progress: what is to be told to the page; it costs a short message each. */
  readonly progress: LiveProgress;
  /** over shows the report to those who look on, and resolves when they have it; then the page is gone. Disposed of, it ends at once. */
  over(reportFile: string): Promise<void>;
}

/** startLiveView serves a run's page on a port of loopback (0: any free one). Throws a Problem (usage) if it cannot be had. */
export async function startLiveView(port: number, suite: Suite): Promise<LiveView> {
  const child = fork(script, [String(port)], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const listening = await listeningPort(child, port);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const tell = (message: ToLive): void => {
    // A page that went away is no reason to disturb the run.
    if (child.connected) child.send(message, () => undefined);
  };
  const event = (one: LiveEvent): void => tell({ type: 'event', event: one });
  const planned = suite.experiments.map(({ title }) => title);
  event({ type: 'run', suite: suite.name, startedAtUnixMs: Date.now(), planned });
  return {
    url: `http://127.0.0.1:${listening}/`,
    progress: progressTo(event, tell),
    over: async (reportFile) => {
      tell({ type: 'over', reportFile, patienceMs });
      await ended;
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function progressTo(event: (one: LiveEvent) => void, tell: (message: ToLive) => void): LiveProgress {
  return {
    begin: (step) => event({ type: 'began', step }),
    tell: (line) => event({ type: 'told', line }),
    end: (outcome) => event({ type: 'ended', outcome }),
    second: ({ tally: _tally, ...second }) => event({ type: 'second', second }),
    marked: (marker) => event({ type: 'marker', marker }),
    measured: (figures) => tell({ type: 'measured', figures: [...figures()] }),
  };
}

function listeningPort(child: ChildProcess, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const refused = (why: string): void => {
      child.kill('SIGKILL');
      reject(
        new Problem('usage', `the live page cannot be served on port ${port}: ${why}.`, {
          next: 'Give --live another port, or none for any that is free.',
        }),
      );
    };
    child.once('error', (error) => refused(error.message));
    child.once('exit', (code) => refused(`its process ended with ${code}`));
    child.once('message', (message: FromLive) => {
      if (message.type === 'listening') resolve(message.port);
      else refused(message.message);
    });
  });
}
