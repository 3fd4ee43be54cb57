import { full } from './full.ts';
import { latency } from './latency.ts';
import { memory } from './memory.ts';
import { observer } from './observer.ts';
import { quick } from './quick.ts';
import { scaleOut } from './scale-out.ts';
import { shutdown } from './shutdown.ts';
import { soak } from './soak.ts';
import { startup } from './startup.ts';
import type { SuiteDefinition } from './suite.ts';

/** suites: every suite, in the order in which help lists them. */
export const suites: readonly SuiteDefinition[] = [
  quick,
  full,
  latency,
  memory,
  scaleOut,
  startup,
  shutdown,
  observer,
  soak,
];
