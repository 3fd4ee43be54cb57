import { Problem } from '../../load/model/problem.ts';
import { chromiumOnPath } from '../../browser/chromium.ts';
import { suites } from '../../load/suites/index.ts';
import type { Suite } from '../../load/suites/suite.ts';
import type { RunFlags } from './run-flags.ts';

/**
 * browserFor gives the Chromium that visits the web page during a run; undefined where none is asked for. Throws a
 * Problem of kind `usage` where there is none on PATH, or where the run has no steady load.
 */
export function browserFor({ withBrowser }: Pick<RunFlags, 'withBrowser'>, suite: Suite): string | undefined {
  if (withBrowser === undefined) return undefined;
  if (!hasSteadyLoad(suite)) {
    const others = suites.filter((other) => hasSteadyLoad(other.make({}))).map(({ name }) => name);
    throw new Problem('usage', `the suite ${suite.name} has no steady load for --with-browser.`, {
      next: `Choose one of: ${others.join(', ')}.`,
    });
  }
  const browser = chromiumOnPath();
  if (browser !== undefined) return browser;
  throw new Problem('usage', 'there is no Chromium on PATH, which --with-browser needs.', {
    next: 'Install chromium, or leave --with-browser out.',
  });
}

function hasSteadyLoad({ experiments }: Suite): boolean {
  return experiments.some(({ kind }) => kind === 'steady-load');
}
