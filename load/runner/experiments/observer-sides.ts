import type { ObserverObservation, ObserverSide } from '../../model/observer-observation.ts';
import type { Observation } from '../../model/observation.ts';
import { machineProbe } from '../../probes/machine.ts';
import { memoryProbe } from '../../probes/memory.ts';
import type { Probe } from '../../probes/probe.ts';
import { runtimeProbe } from '../../probes/runtime.ts';
import type { Subject } from '../../subjects/subject.ts';
import type { Recording } from '../recording.ts';
import type { Run } from '../run.ts';
import { oneOfEach } from '../seeded-system.ts';
import { startSystem, type StartedSystem } from './started-system.ts';

/** Side: a started system, and who looks on while it has a load. */
export interface Side extends StartedSystem {
  readonly name: 'unobserved' | 'observed';
  readonly lookers: readonly Looker[];
}

export type Sides = { readonly [K in Side['name']]: Side };

/** Looker: a probe of what one system does under load, whatever it sees. */
export type Looker = Pick<Probe<Observation>, 'name' | 'start'>;

/** lookers: every probe that a steady load has. */
export const lookers: readonly Looker[] = [memoryProbe, runtimeProbe, machineProbe];

/** scrapedEveryMs: both probes that ask replicas do so every second, at the same moments. */
const scrapedEveryMs = 1_000;

/** sidesOf says what each side has. A target that has but one system at a time leaves the services their metrics. */
export function sidesOf(
  { subject, target }: Pick<Run, 'subject' | 'target'>,
  probes: readonly Looker[],
): ObserverObservation['sides'] {
  const unobserved: ObserverSide = {
    serviceMetrics: subject.unmeasured === undefined || target.oneSystem === true,
    probes: [],
    scrapedEveryMs: null,
  };
  return {
    unobserved,
    observed: { serviceMetrics: true, probes: probes.map(({ name }) => name), scrapedEveryMs },
  };
}

/**
 * startSides starts the same system twice, on clones of the same databases; one does not measure itself, where it can be
 * told so. Both sides are one system where the target can have but one.
 */
export async function startSides(
  experiment: string,
  run: Run,
  recording: Recording,
  teardown: AsyncDisposableStack,
  probes: readonly Looker[],
): Promise<Sides> {
  const start = async (
    name: Side['name'],
    subject: Subject,
    ownLookers: readonly Looker[],
  ): Promise<Side> => {
    const topology = { replicas: oneOfEach(subject) };
    const system = await startSystem(
      { ...run, subject },
      `${experiment}-${name}`,
      topology,
      recording,
      teardown,
    );
    return { ...system, name, lookers: ownLookers };
  };
  const observed = await start('observed', run.subject, probes);
  if (run.target.oneSystem) return { observed, unobserved: { ...observed, name: 'unobserved', lookers: [] } };
  return { observed, unobserved: await start('unobserved', withoutMetrics(run.subject), []) };
}

function withoutMetrics(subject: Subject): Subject {
  const { unmeasured = {} } = subject;
  return {
    ...subject,
    system: (...order) => {
      const system = subject.system(...order);
      const services = system.services.map((spec) => ({ ...spec, env: { ...spec.env, ...unmeasured } }));
      return { ...system, services };
    },
  };
}
