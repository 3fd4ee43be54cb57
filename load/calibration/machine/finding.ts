import type { Awake } from '../../model/awake.ts';
import type { Environment } from '../../model/environment.ts';
import type { Limits } from './limits.ts';
import type { NoiseFloor } from './noise-floor.ts';
import type { Programs } from './programs.ts';

/** Granted: what this user may ask of the kernel, to be on time. */
export interface Granted {
  /** awake: whether idle processors are kept from sleeping now; text says it, and why not. */
  readonly awake: Pick<Awake, 'kept' | 'text'>;
  /** realTime: whether the generator's threads may run before all others. */
  readonly realTime: boolean;
}

/** Machine: what is known of this machine before anything is judged. */
export interface Machine {
  readonly environment: Environment;
  readonly limits: Limits;
  readonly programs: Programs;
  readonly noise: NoiseFloor;
  readonly granted: Granted;
}

/**
 * Finding: one thing that a machine has or lacks. `care`: figures suffer and can still be used; `bad`: a gate cannot be
 * trusted; `absent`: something optional.
 */
export interface Finding {
  readonly name: string;
  readonly state: 'good' | 'care' | 'bad' | 'absent';
  readonly found: string;
  readonly consequence: string;
  /** next: what mends it; undefined where nothing needs to be done. */
  readonly next?: string;
}

/** FindingOf judges one thing of a machine; a pure function of what was read and measured. */
export type FindingOf = (machine: Machine) => Finding;
