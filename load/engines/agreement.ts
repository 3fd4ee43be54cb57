import type { Histogram } from 'hdr-histogram-js';
import { decodeHistogram, newHistogram, percentileMs } from '../model/histogram.ts';
import type { LoadObservation } from '../model/load-observation.ts';
import type { LoadPlan } from '../model/load-plan.ts';
import type { Engine } from './engine.ts';

/** agreementLimits: how far service times of two engines on the same server may be apart, as a share. */
export const agreementLimits = { p50: 0.03, p90: undefined, p99: 0.1 } as const;
export type AgreementQuantile = keyof typeof agreementLimits;

/** AgreementRow: one engine at one quantile, beside the reference, the first engine of all. Times are milliseconds. */
export interface AgreementRow {
  readonly engine: LoadObservation['engine'];
  readonly quantile: AgreementQuantile;
  /** answers behind it, over all rounds. */
  readonly answers: number;
  readonly serviceTimeMs: number | null;
  /** apart: service time / the reference's − 1; null where either has too few answers. */
  readonly apart: number | null;
  readonly limit: number | undefined;
  /** agrees: null where there is nothing to say: no limit, or too few answers. */
  readonly agrees: boolean | null;
  /** why not, where it does not: what either engine says against its own figures. */
  readonly why: readonly string[];
}

/** Seen: what an engine saw in each round. */
export interface Seen {
  readonly engine: LoadObservation['engine'];
  readonly observations: readonly LoadObservation[];
}

/**
 * measureAgreement has engines drive the same plan in turns, forwards and backwards, so that a drift of the machine
 * meets all alike; arrivals are evenly spaced, which every engine can do.
 */
export async function measureAgreement(
  engines: readonly Engine[],
  plan: LoadPlan,
  rounds = 2,
): Promise<AgreementRow[]> {
  const { load } = plan;
  const evenly: LoadPlan = load.model === 'open' ? { ...plan, load: { ...load, arrivals: 'uniform' } } : plan;
  const seen = engines.map(({ name }) => ({ engine: name, observations: [] as LoadObservation[] }));
  for (let round = 0; round < rounds; round += 1) {
    const turns = engines.map((engine, index) => ({ engine, of: seen[index]! }));
    for (const { engine, of } of round % 2 === 0 ? turns : turns.toReversed()) {
      const started = await engine.start(evenly);
      of.observations.push((await started.finished).observation);
    }
  }
  return agreementOf(seen);
}

const quantiles = { p50: 0.5, p90: 0.9, p99: 0.99 } as const satisfies Record<AgreementQuantile, number>;

/** agreementOf compares what engines saw with what the first of them saw. Rounds are merged, never averaged. */
export function agreementOf(seen: readonly Seen[]): AgreementRow[] {
  const merged = seen.map((of) => ({ ...of, serviceTime: mergedServiceTime(of) }));
  const [reference] = merged;
  if (reference === undefined) return [];
  return merged.flatMap((of) =>
    (Object.keys(quantiles) as AgreementQuantile[]).map((quantile) => rowOf(quantile, of, reference)),
  );
}

interface Merged extends Seen {
  readonly serviceTime: Histogram;
}

function mergedServiceTime({ observations }: Seen): Histogram {
  const merged = newHistogram();
  for (const { measured } of observations) merged.add(decodeHistogram(measured.histograms.serviceTime));
  return merged;
}

function rowOf(quantile: AgreementQuantile, of: Merged, reference: Merged): AgreementRow {
  const [found, wanted] = [of, reference].map(({ serviceTime }) =>
    percentileMs(serviceTime, quantiles[quantile]),
  );
  const apart = found == null || wanted == null ? null : found / wanted - 1;
  const limit = of === reference ? undefined : agreementLimits[quantile];
  const agrees = apart === null || limit === undefined ? null : Math.abs(apart) <= limit;
  return {
    engine: of.engine,
    quantile,
    answers: of.serviceTime.totalCount,
    serviceTimeMs: found ?? null,
    apart: of === reference ? null : apart,
    limit,
    agrees,
    why: agrees === false ? reasons(of, reference) : [],
  };
}

/** reasons: what the guards of both say; without that, only what differs by construction is left. */
function reasons(of: Merged, reference: Merged): string[] {
  const said = [reference, of].flatMap(({ engine, observations }) =>
    observations.flatMap(({ invalidReasons }) =>
      invalidReasons.map(({ message }) => `${engine}: ${message}`),
    ),
  );
  if (said.length > 0) return [...new Set(said)];
  const shares = [reference, of].map(
    ({ engine, observations }) =>
      `${engine} ${observations.map(({ generator }) => `${(generator.cpuShare * 100).toFixed(0)}%`).join(' and ')} of a core`,
  );
  return [
    `no guard was tripped: each stamps an answer when it gets to it, and what else ran at that time came between (generators used ${shares.join(', ')}).`,
  ];
}
