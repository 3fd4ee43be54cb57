import type { ObserverObservation, ObserverSide } from '../../model/observer-observation.ts';
import type { Observation } from '../../model/observation.ts';
import { machineProbe } from '../../probes/machine.ts';
import { memoryProbe } from '../../probes/memory.ts';
import { glanceEveryMs } from '../../probes/metrics-scrape.ts';
import type { Probe } from '../../probes/probe.ts';
import { runtimeProbe } from '../../probes/runtime.ts';
import type { Subject } from '../../subjects/subject.ts';
import type { Run } from '../run.ts';

/** SideName: whether a system is looked at or left alone. */
export type SideName = 'unobserved' | 'observed';

/** Looker: a probe of what a system does under load, whatever it sees. */
export type Looker = Pick<Probe<Observation>, 'name' | 'start'>;

/** lookers: every probe that a steady load has. */
export const lookers: readonly Looker[] = [memoryProbe, runtimeProbe, machineProbe];

/** Told: what of a run says whether its services can be told to measure themselves or not. */
type Told = Pick<Run, 'subject' | 'target'>;

/** measuringOf: how they are told. Replicas that a target makes after a stack's own do not take what they are started with. */
export function measuringOf({ subject, target }: Told): Subject['measuring'] {
  return target.oneSystem === true ? undefined : subject.measuring;
}

/** sidesOf says what each side has. Services that cannot be told otherwise keep their metrics. */
export function sidesOf(run: Told, probes: readonly Looker[]): ObserverObservation['sides'] {
  const unobserved: ObserverSide = {
    serviceMetrics: measuringOf(run) === undefined,
    probes: [],
    scrapedEveryMs: null,
  };
  return {
    unobserved,
    observed: { serviceMetrics: true, probes: probes.map(({ name }) => name), scrapedEveryMs: glanceEveryMs },
  };
}
