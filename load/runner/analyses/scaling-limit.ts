import type { ScalingAnalysis, ScalingPoint } from '../../model/scaling-analysis.ts';

/** fullShare: cores that are busier than this have nothing left that a further replica could use. */
const fullShare = 0.85;

/** growthThatCounts: a doubling of replicas that brings less than this is no scaling any more. */
const growthThatCounts = 1.2;

type Limit = Pick<ScalingAnalysis, 'limit' | 'limitReason'>;

/** scalingLimit says what stopped throughput from growing with replicas, if it stopped. */
export function scalingLimit(points: readonly ScalingPoint[], cores: number): Limit {
  const stop = points.findIndex((point, i) => i > 0 && growth(points[i - 1]!, point) < growthThatCounts);
  if (points.length < 2)
    return { limit: 'cannot-tell', limitReason: 'one number of replicas shows no scaling.' };
  const last = points[stop === -1 ? points.length - 1 : stop]!;
  if (stop === -1) {
    return {
      limit: 'none',
      limitReason: `throughput was still growing at ${last.replicas} replicas: more of them would show where it ends.`,
    };
  }
  const full = points.slice(0, stop + 1).find((point) => (point.machineBusyShare ?? 0) >= fullShare);
  if (full !== undefined) {
    const busy = ((full.machineBusyShare ?? 0) * 100).toFixed(0);
    return {
      limit: 'machine',
      limitReason: `the machine's ${cores} core${cores === 1 ? '' : 's'} are the limit, not the service: they were ${busy}% busy at ${replicas(full)}.`,
    };
  }
  if (last.machineBusyShare === null) {
    return { limit: 'cannot-tell', limitReason: 'this system does not tell how busy its cores are.' };
  }
  const idle = ((1 - last.machineBusyShare) * 100).toFixed(0);
  return {
    limit: 'service',
    limitReason: `throughput stopped growing at ${replicas(last)} while ${idle}% of the cores' time was free: replicas wait for something that they share, such as the gateway or the database.`,
  };
}

/** growth: of throughput, by doubling of replicas. */
function growth(before: ScalingPoint, after: ScalingPoint): number {
  const doublings = Math.log2(after.replicas / before.replicas);
  return (after.throughputRps.median / before.throughputRps.median) ** (1 / doublings);
}

function replicas({ replicas: count }: ScalingPoint): string {
  return count === 1 ? 'one replica' : `${count} replicas`;
}
