import type { RunResult } from '../../../../load/model/result.ts';
import { bookings } from './bookings.ts';
import { browser } from './browser.ts';
import { environment } from './environment.ts';
import { keyFigures } from './key-figures.ts';
import { latency } from './latency.ts';
import { machine } from './machine.ts';
import { memory } from './memory.ts';
import { method } from './method.ts';
import { notReachedSection } from './not-reached.ts';
import { observer } from './observer.ts';
import type { PageSection } from './page-section.ts';
import { rates } from './rates.ts';
import { runtime } from './runtime.ts';
import { scaleOut } from './scale-out.ts';
import { shutdown } from './shutdown.ts';
import { startup } from './startup.ts';
import { warnings } from './warnings.ts';

/** sections: every part of the page, in reading order. */
const sections: readonly PageSection[] = [
  keyFigures,
  notReachedSection,
  latency,
  browser,
  rates,
  scaleOut,
  memory,
  startup,
  shutdown,
  bookings,
  observer,
  runtime,
  machine,
  environment,
  method,
  warnings,
];

/** sectionsOf: those that the result has something for. */
export function sectionsOf(result: RunResult): readonly PageSection[] {
  return sections.filter((section) => section.shownFor(result));
}
