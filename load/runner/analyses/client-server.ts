import type { ClientServerAnalysis } from '../../model/client-server-analysis.ts';
import type { LoadObservation } from '../../model/load-observation.ts';
import { observationsOf } from '../../model/observation.ts';
import type { Experiment } from '../../model/result.ts';
import type { ServerObservation } from '../../model/server-observation.ts';
import { bucketQuantile } from '../../../stats/bucket-quantile.ts';

type Row = ClientServerAnalysis['rows'][number];

/** clientServerAnalysis puts what the replicas counted beside what clients saw; undefined where one of them is missing. */
export function clientServerAnalysis(experiment: Experiment): ClientServerAnalysis | undefined {
  const server = observationsOf(experiment.observations, 'server')[0];
  const load = observationsOf(experiment.observations, 'load')[0];
  if (server === undefined || load === undefined) return undefined;
  const rows = server.replicas.map((replica) => rowOf(replica, load));
  const { p50, p99 } = load.measured.responseTimeMs;
  const entry = rows[server.replicas.findIndex((replica) => replica.entry)];
  return {
    kind: 'client-server',
    experiment: experiment.name,
    clientP50Ms: p50,
    clientP99Ms: p99,
    gapP50Ms: gapOf(p50, entry?.p50Ms ?? null),
    gapP99Ms: gapOf(p99, entry?.p99Ms ?? null),
    ...(server.measuredFromMs === undefined
      ? {}
      : { serverLateMs: server.measuredFromMs - load.measuredFromMs }),
    rows,
    unaccounted: rows.some(({ requests, answers }) => requests === null || answers === null)
      ? null
      : rows.reduce((sum, { requests, answers }) => sum + Math.abs((requests ?? 0) - (answers ?? 0)), 0),
  };
}

function rowOf(replica: ServerObservation['replicas'][number], load: LoadObservation): Row {
  const { service, replica: name, entry, requests, durations } = replica;
  return {
    service,
    replica: name,
    requests,
    answers: entry ? answeredIn(load) : answersOf(name, load),
    p50Ms: boundsOf(durations, 0.5),
    p99Ms: boundsOf(durations, 0.99),
  };
}

function gapOf(clientMs: number | null, server: Row['p50Ms']): ClientServerAnalysis['gapP50Ms'] {
  if (clientMs === null || server === null) return null;
  return { low: server.high === null ? null : clientMs - server.high, high: clientMs - server.low };
}

/** answersOf: by the name that each answer carries; where none carries any, it cannot be told. */
function answersOf(replica: string, { instances }: LoadObservation): number | null {
  if (instances.length === 0) return null;
  return instances.find(({ instance }) => instance === replica)?.answers ?? 0;
}

/** answeredIn: what the entry answered, warm-up included. What ended without an answer leaves it open who counted it. */
function answeredIn({ measured, warmUp }: LoadObservation): number | null {
  const ledgers = [measured.ledger, warmUp];
  const unanswered = ledgers.reduce((sum, { failed, failures, unfinished }) => {
    return sum + unfinished + failed - failures.status - failures.body;
  }, 0);
  if (unanswered > 0) return null;
  return ledgers.reduce((sum, { ok, rejected, failed }) => sum + ok + rejected + failed, 0);
}

function boundsOf(durations: ServerObservation['replicas'][number]['durations'], q: number): Row['p50Ms'] {
  const buckets = durations.map(({ upperMs, count }) => ({
    upper: upperMs ?? Number.POSITIVE_INFINITY,
    count,
  }));
  const found = bucketQuantile(buckets, q);
  return found === undefined
    ? null
    : { low: found.low, high: Number.isFinite(found.high) ? found.high : null };
}
