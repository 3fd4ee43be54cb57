import { latency } from './latency.ts';
import { quick } from './quick.ts';
import { scaleOut } from './scale-out.ts';
import { startup } from './startup.ts';
import type { SuiteDefinition } from './suite.ts';

/** suites: every suite, in the order in which help lists them. */
export const suites: readonly SuiteDefinition[] = [quick, latency, scaleOut, startup];
