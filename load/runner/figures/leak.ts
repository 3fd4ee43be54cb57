import { analysesOfKind, type Analysis } from '../../model/analysis.ts';
import type { Figure } from '../../model/figure.ts';
import type { ReplicaLeak } from '../../model/leak-analysis.ts';

/** leakFigures: the growth of each service in bytes per request, that of the scaled one first, and how many leak. */
export function leakFigures(analyses: readonly Analysis[], scaledService: string): Figure[] {
  return analysesOfKind(analyses, 'leak').flatMap(({ replicas }) => {
    const scaled = replicas.filter(({ service }) => service === scaledService);
    const others = replicas.filter(({ service }) => service !== scaledService);
    return [...[...scaled, ...others].map((one) => slope(one, scaledService)), leaking(replicas)];
  });
}

function slope(leak: ReplicaLeak, scaledService: string): Figure {
  const { service, judgedOn, bytesPerRequest, interval, points, verdict, reason } = leak;
  const tells = verdict !== 'cannot-tell';
  const seen = bytesPerRequest === null ? '' : `${bytesPerRequest.toFixed(1)} bytes per request, but `;
  const what = judgedOn === 'heap' ? 'heap' : 'RSS';
  return {
    name: service === scaledService ? 'memory.leak_slope' : `memory.leak_slope.${service}`,
    title: `${what} growth of ${service}`,
    group: 'memory',
    unit: 'bytes/request',
    // What cannot be told is no figure to hold against a budget; the analysis shows what was seen.
    value: tells ? bytesPerRequest : null,
    n: points.length,
    of: `blocks of load on one ${service} replica`,
    ...(interval === undefined || !tells ? {} : { interval }),
    ...(tells ? {} : { note: `${seen}${reason}` }),
  };
}

function leaking(replicas: readonly ReplicaLeak[]): Figure {
  const leaks = replicas.filter(({ verdict }) => verdict === 'leaks').length;
  const unsure = replicas.filter(({ verdict }) => verdict === 'cannot-tell').map(({ replica }) => replica);
  return {
    name: 'memory.leaking_replicas',
    title: 'replicas that leak',
    group: 'memory',
    unit: 'count',
    value: leaks === 0 && unsure.length > 0 ? null : leaks,
    n: replicas.length,
    of: 'replicas',
    ...(unsure.length > 0 ? { note: `it cannot be told of ${unsure.join(', ')}` } : {}),
  };
}
