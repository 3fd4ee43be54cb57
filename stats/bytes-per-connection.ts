import type { MemoryPoint } from './leak-doubts.ts';
import { leakSlope, type LeakRule } from './leak-slope.ts';
import { theilSen } from './theil-sen.ts';

/** ConnectedPoint: a memory point, and the connections that were open at that moment. */
export interface ConnectedPoint extends MemoryPoint {
  readonly connections: number;
}

/** fewestChanges: of the number of connections between neighbouring points, for their cost to be seen. */
const fewestChanges = 5;

/**
 * bytesPerConnection: by how many bytes memory rises and falls with each connection that opens and closes, which is no
 * growth with the requests served and hides one. Over the later half of the points both are freed of their Theil–Sen line over
 * requests; of what is left, the slope is the median of the slopes between all pairs of points, weighted with their
 * distance in connections, which is the rank estimate with Wilcoxon's scores.
 *
 * undefined where connections change too seldom, memory does not rise with them, or what they hold may itself grow with
 * the requests by more than the rule tolerates: that is left in, and judged.
 *
 * Throws RangeError as leakSlope does. Sources: Jaeckel (1972), Estimating regression coefficients by minimizing the
 * dispersion of the residuals; Sievers (1978), Weighted rank statistics for simple linear regression, JASA 73, 628–631.
 */
export function bytesPerConnection(points: readonly ConnectedPoint[], rule: LeakRule): number | undefined {
  const cost = costOf(points.slice(Math.floor(points.length / 2)));
  return cost === undefined || !(cost > 0) || mayLeak(points, cost, rule) ? undefined : cost;
}

function costOf(tail: readonly ConnectedPoint[]): number | undefined {
  const connections = tail.map((point) => point.connections);
  const changes = connections.filter((open, i) => i > 0 && open !== connections[i - 1]);
  if (changes.length < fewestChanges) return undefined;
  const requests = tail.map((point) => point.requests);
  const open = offLine(requests, connections);
  const held = offLine(
    requests,
    tail.map(({ bytes }) => bytes),
  );
  return weightedMedian(
    open.flatMap((from, i) =>
      open.slice(i + 1).map((to, j) => {
        const [byConnections, byBytes] = [to - from, held[i + 1 + j]! - held[i]!];
        return { value: byBytes / byConnections, weight: Math.abs(byConnections) };
      }),
    ),
  );
}

function offLine(x: readonly number[], y: readonly number[]): number[] {
  const { slope, intercept } = theilSen(x, y, 0.95);
  return y.map((value, i) => value - intercept - slope * x[i]!);
}

function mayLeak(points: readonly ConnectedPoint[], cost: number, rule: LeakRule): boolean {
  const held = points.map(({ requests, connections }) => ({ requests, bytes: cost * connections }));
  const { bytesPerRequest = 0, interval } = leakSlope(held, rule);
  return bytesPerRequest >= rule.tolerableBytesPerRequest && !(interval !== undefined && interval.low <= 0);
}

interface Weighted {
  readonly value: number;
  readonly weight: number;
}

/** weightedMedian: pairs without a distance have neither a slope nor a weight. */
function weightedMedian(values: readonly Weighted[]): number | undefined {
  const sorted = values.filter(({ weight }) => weight > 0).toSorted((a, b) => a.value - b.value);
  const half = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let sum = 0;
  return sorted.find(({ weight }) => (sum += weight) >= half)?.value;
}
