import { quick } from './quick.ts';
import type { Suite, SuiteSettings } from './suite.ts';

/** suites: every suite by name. */
export const suites: Readonly<Record<string, (settings: SuiteSettings) => Suite>> = { quick };
