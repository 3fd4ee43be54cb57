import type { ShutdownCaseName } from '../../../suites/experiments/shutdown-case.ts';
import { atOnce } from './at-once.ts';
import { duringStart } from './during-start.ts';
import { idleConnections } from './idle-connections.ts';
import { killedAfterGrace } from './killed-after-grace.ts';
import { randomMoments } from './random-moments.ts';
import { secondSignal } from './second-signal.ts';
import type { ShutdownCase } from './shutdown-case.ts';
import { slowRequest } from './slow-request.ts';
import { slowUpload } from './slow-upload.ts';
import { stuckRequest } from './stuck-request.ts';

/** shutdownCases: every way to stop a replica, by name. */
export const shutdownCases: { readonly [N in ShutdownCaseName]: ShutdownCase } = {
  'at-once': atOnce,
  'random-moments': randomMoments,
  'during-start': duringStart,
  'slow-request': slowRequest,
  'slow-upload': slowUpload,
  'idle-connections': idleConnections,
  'stuck-request': stuckRequest,
  'second-signal': secondSignal,
  'killed-after-grace': killedAfterGrace,
};
