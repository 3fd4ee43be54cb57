import type { Interval } from '../../model/load-observation.ts';
import type { Usl } from '../../model/scaling-analysis.ts';
import { fitUsl, uslThroughput, type Estimate, type ScalePoint, type UslFit } from '../../../stats/usl.ts';

const level = 0.95;

/** curvePoints of the fitted law from one replica to a little beyond the most that were measured. */
const curvePoints = 40;

/** uslOf fits the Universal Scalability Law to the repetitions. */
export function uslOf(points: readonly ScalePoint[]): Usl {
  if (points.some(({ throughput }) => throughput <= 0)) {
    return { fitted: false, reason: 'at some number of replicas nothing was answered' };
  }
  const fit = fitUsl(points, { level });
  if (!fit.fitted) return fit;
  const { form, shares, peak } = fit;
  return {
    fitted: true,
    lambda: estimateOf(fit.lambda),
    sigma: estimateOf(fit.sigma),
    kappa: estimateOf(fit.kappa),
    form,
    peak: peak.found
      ? { found: true, replicas: estimateOf(peak.n), throughputRps: peak.throughput }
      : { found: false, reason: peak.reason },
    shares: {
      replicas: shares.n,
      work: shares.work,
      contention: shares.contention,
      coherency: shares.coherency,
    },
    curve: curveOf(fit, Math.max(...points.map(({ n }) => n))),
  };
}

function estimateOf({ value, interval }: Estimate): { value: number; interval?: Interval } {
  if (interval === undefined) return { value };
  return { value, interval: { ...interval, level, method: 'profile of the sum of squares' } };
}

function curveOf(fit: UslFit, most: number): { replicas: number; throughputRps: number }[] {
  const law = { lambda: fit.lambda.value, sigma: fit.sigma.value, kappa: fit.kappa.value };
  return Array.from({ length: curvePoints + 1 }, (_, i) => {
    const replicas = 1 + ((most * 1.25 - 1) * i) / curvePoints;
    return { replicas, throughputRps: uslThroughput(replicas, law) };
  });
}
