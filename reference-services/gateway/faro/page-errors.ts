import type { Logger } from '../../kit/logger.ts';
import type { Metrics } from '../../kit/registry.ts';
import { RateLimit } from '../rate-limit.ts';
import type { Beacon, PageException } from './beacon.ts';
import { pageLabel } from './page-label.ts';
import { withoutPersons } from './without-persons.ts';

const longestMessage = 300;
const longestName = 100;
const mostFrames = 20;

export interface PageErrorsOptions {
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Milliseconds on a monotonic clock. */
  readonly nowMs: () => number;
}

/**
 * pageErrors gives what counts the errors of a beacon and logs them, with their stacks: at most 10 a second in the long
 * run, whoever sends them, so that nobody fills a disk from outside.
 */
export function pageErrors({ metrics, log, nowMs }: PageErrorsOptions): (beacon: Beacon) => void {
  const counter = metrics.counter('faroExceptions');
  const lines = new RateLimit({ perSecond: 10, burst: 50, nowMs });
  return ({ meta, exceptions = [] }) => {
    const page = pageLabel(meta.view?.name);
    for (const exception of exceptions) {
      counter.inc({ page });
      if (lines.take('') === 0) log.warn({ page, ...shown(exception) }, 'error on the page');
    }
  };
}

function shown({ type, value, stacktrace }: PageException): object {
  return {
    type: type.slice(0, longestName),
    message: withoutPersons(value.slice(0, 10 * longestMessage)).slice(0, longestMessage),
    stack: (stacktrace?.frames ?? []).slice(0, mostFrames).map(line),
  };
}

type Frame = NonNullable<PageException['stacktrace']>['frames'][number];

function line({ function: name = '?', filename = '?', lineno, colno }: Frame): string {
  const place = [fileOf(filename), lineno ?? '?', colno ?? '?'].join(':');
  return withoutPersons(`${name.slice(0, longestName)} (${place})`);
}

/** The path alone: the address of a page may hold anything. */
function fileOf(filename: string): string {
  const path = URL.canParse(filename) ? new URL(filename).pathname : filename.split(/[?#]/, 1)[0];
  return (path ?? '').slice(0, 2 * longestName);
}
