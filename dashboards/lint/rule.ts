import type { ClassicDashboard } from '../classic-json.ts';

/** Rule: what every dashboard of ours keeps to; what breaks it is told in words. */
export interface Rule {
  readonly name: string;
  check(dashboard: ClassicDashboard): readonly Finding[];
}

/** Finding: what breaks a rule, and in which panel, where it is one. */
export interface Finding {
  readonly panel?: string;
  readonly message: string;
}
