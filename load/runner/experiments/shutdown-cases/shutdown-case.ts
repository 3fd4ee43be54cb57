import type { StopExpectation } from '../../../model/shutdown-observation.ts';
import type { Stopping } from '../../../subjects/stopping.ts';
import type { Stage } from './stage.ts';

/** ShutdownCase: one way to stop replicas, and how that should end. */
export interface ShutdownCase {
  /** expected: `stopping` is what the service promises. */
  expected(stopping: Stopping): StopExpectation;
  /** act adds replicas and stops them; what it sees is kept by the stage. */
  act(stage: Stage): Promise<void>;
}

/** graceful: nothing is lost, and the replica ends by itself. */
export const graceful: StopExpectation = { lostRequests: 0, exits: ['0'], stragglers: 0 };
