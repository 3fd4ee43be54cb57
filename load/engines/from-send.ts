import { encodeHistogram, newHistogram, percentiles } from '../model/histogram.ts';
import type { LoadMeasurement, LoadObservation } from '../model/load-observation.ts';

/** Unseen: distributions that an engine cannot see. */
export type Unseen = 'connectionWait' | 'dispatchDelay';

/**
 * timedFromSend says of an observation that its times begin with the actual send, and empties the distributions that
 * this engine cannot see, so that nobody takes nothing for no delay. Reasons given make it invalid.
 */
export function timedFromSend(
  observation: LoadObservation,
  set: Pick<LoadObservation, 'engine' | 'warnings' | 'invalidReasons'>,
  unseen: readonly Unseen[],
): LoadObservation {
  const invalidReasons = [...observation.invalidReasons, ...set.invalidReasons];
  return {
    ...observation,
    engine: set.engine,
    responseTimeFrom: 'sent',
    measured: without(observation.measured, unseen),
    warnings: [...observation.warnings, ...set.warnings],
    invalidReasons,
    valid: invalidReasons.length === 0,
  };
}

function without(measured: LoadMeasurement, unseen: readonly Unseen[]): LoadMeasurement {
  const nothing = newHistogram();
  return {
    ...measured,
    ...Object.fromEntries(unseen.map((name) => [`${name}Ms`, percentiles(nothing)])),
    histograms: {
      ...measured.histograms,
      ...Object.fromEntries(unseen.map((name) => [name, encodeHistogram(nothing)])),
    },
  };
}
