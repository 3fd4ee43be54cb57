import type { LeakAnalysis, ReplicaLeak } from '../../model/leak-analysis.ts';
import { observationsOf } from '../../model/observation.ts';
import type { Heap, RetainedMemoryObservation } from '../../model/retained-memory-observation.ts';
import type { Experiment } from '../../model/result.ts';
import { bytesPerConnection, type ConnectedPoint } from '../../../stats/bytes-per-connection.ts';
import { leakSlope, type LeakRule, type LeakSlope, type MemoryPoint } from '../../../stats/leak-slope.ts';
import { median } from '../../../stats/order-statistics.ts';
import { heapVerdict, rssVerdict } from './leak-verdict.ts';

type ReplicaRetained = RetainedMemoryObservation['replicas'][number];

const level = 0.95;
const method = 'Theil–Sen over the later half of the points';

/** leakAnalysis judges for each replica whether what it holds grows with the requests that it serves. */
export function leakAnalysis({ name, observations }: Experiment): LeakAnalysis | undefined {
  const [seen] = observationsOf(observations, 'retained-memory');
  if (seen === undefined) return undefined;
  const { leakLimitBytesPerRequest: limit } = seen;
  const replicas = seen.replicas.map((replica) => judge(replica, limit));
  return { kind: 'leak', experiment: name, limitBytesPerRequest: limit, replicas };
}

function judge(replica: ReplicaRetained, tolerableBytesPerRequest: number): ReplicaLeak {
  const rule = { tolerableBytesPerRequest, level };
  const heaps = pointsOf(replica, heapHeld);
  const judgedOn = heaps.length > 0 ? 'heap' : 'rss';
  const held = judgedOn === 'heap' ? atUsualConnections(heaps, rule) : { points: pointsOf(replica, rssHeld) };
  const { points } = held;
  const slope = leakSlope(points, rule);
  const { bytesPerRequest = null, interval, judgedFromRequests = null } = slope;
  return {
    service: replica.service,
    replica: replica.replica,
    ...(judgedOn === 'heap' ? heapVerdict(slope, points) : rssVerdict(slope, replica.heapUnseen)),
    judgedOn,
    bytesPerRequest,
    ...(interval === undefined ? {} : { interval: { ...interval, level, method } }),
    ...held,
    judgedFromRequests,
    line: lineOf(slope, points),
  };
}

type Reading = ReplicaRetained['readings'][number];
type Held = Omit<MemoryPoint, 'requests'> & { readonly connections?: number | undefined };

function heapHeld({ collected, heap }: Reading): Held | undefined {
  if (!collected || heap === null) return undefined;
  return { bytes: dataBytes(heap), connections: heap.connections };
}

function rssHeld({ rssBytes }: Reading): Held | undefined {
  return rssBytes === null ? undefined : { bytes: rssBytes };
}

/** atUsualConnections: the points as they would be with as many connections as are usually open. */
function atUsualConnections(
  points: readonly (MemoryPoint & Held)[],
  rule: LeakRule,
): Pick<ReplicaLeak, 'points' | 'bytesPerConnection'> {
  const plain = points.map(({ requests, bytes }) => ({ requests, bytes }));
  if (!points.every(isConnected)) return { points: plain };
  const cost = bytesPerConnection(points, rule);
  if (cost === undefined) return { points: plain };
  const usual = median(points.map(({ connections }) => connections));
  const even = points.map(({ requests, bytes, connections }) => ({
    requests,
    bytes: Math.round(bytes - cost * (connections - usual)),
  }));
  return { points: even, bytesPerConnection: Math.round(cost) };
}

function isConnected(point: MemoryPoint & Held): point is ConnectedPoint {
  return point.connections !== undefined;
}

/** codeSpaces of V8: compiled code and bytecode. */
const codeSpaces = /^(code|trusted)_/;

/**
 * dataBytes: what a heap holds beside compiled code, which grows until everything has been run often enough to be
 * compiled as well as can be, and is not what requests leave. All of it where the runtime names no spaces.
 */
function dataBytes({ usedBytes, spaces }: Heap): number {
  const code = spaces.filter(({ space }) => codeSpaces.test(space));
  return code.reduce((bytes, space) => bytes - space.usedBytes, usedBytes);
}

/** pointsOf: readings at the ends of blocks; one without a new request says nothing of requests. */
function pointsOf(
  { readings }: ReplicaRetained,
  heldAt: (reading: Reading) => Held | undefined,
): (MemoryPoint & Held)[] {
  const points: (MemoryPoint & Held)[] = [];
  for (const reading of readings) {
    const { moment, requests } = reading;
    const held = heldAt(reading);
    if (moment !== 'block' || requests === null || held === undefined) continue;
    if (requests > (points.at(-1)?.requests ?? -1)) points.push({ requests, ...held });
  }
  return points;
}

/** lineOf: the median of the residuals places a Theil–Sen line; its ends are those of the judged points. */
function lineOf({ bytesPerRequest, judgedFromRequests }: LeakSlope, points: readonly MemoryPoint[]) {
  if (bytesPerRequest === undefined || judgedFromRequests === undefined) return [];
  const judged = points.filter(({ requests }) => requests >= judgedFromRequests);
  const intercept = median(judged.map(({ requests, bytes }) => bytes - bytesPerRequest * requests));
  return [judged[0], judged.at(-1)].flatMap((end) =>
    end === undefined ? [] : [{ requests: end.requests, bytes: intercept + bytesPerRequest * end.requests }],
  );
}
