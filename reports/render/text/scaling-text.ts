import type { ScalingAnalysis, Usl } from '../../../load/model/scaling-analysis.ts';
import type { ScalingObservation } from '../../../load/model/scaling-observation.ts';
import { countText, milliseconds, percentText, rangeText, steadyText } from './cells.ts';
import { formatNumber, formatShort } from './number.ts';
import { sentenceOf } from './sentence.ts';
import type { TextTable } from './text-table.ts';

/** limitTitles: what stands in the way of more throughput, in a few words. */
const limitTitles: Readonly<Record<ScalingAnalysis['limit'], string>> = {
  machine: 'The machine is the limit, not the service.',
  service: 'The service, or what its replicas share, is the limit.',
  none: 'No limit was reached.',
  'cannot-tell': 'What the limit is cannot be told.',
};

/** limitSentences: what stands in the way of more throughput, and what shows it. */
export function limitSentences({ limit, limitReason }: ScalingAnalysis): string[] {
  return [limitTitles[limit], sentenceOf(limitReason)];
}

/** scalingTable: throughput and latency at each number of replicas. */
export function scalingTable({ service, points, cores }: ScalingAnalysis): TextTable {
  return {
    caption: `Replicas of ${service}, each repetition on fresh processes, on ${cores} ${cores === 1 ? 'core' : 'cores'}`,
    headings: [
      '#Replicas',
      '#Repetitions',
      '#Requests/s, median',
      '#Lowest',
      '#Highest',
      '#p50 ms',
      '#p99 ms',
      '#Cores busy',
    ],
    rows: points.map(({ replicas, repetitions, throughputRps, p50Ms, p99Ms, machineBusyShare }) => [
      countText(replicas),
      countText(repetitions),
      formatNumber(throughputRps.median),
      formatNumber(throughputRps.low),
      formatNumber(throughputRps.high),
      milliseconds(p50Ms),
      milliseconds(p99Ms),
      percentText(machineBusyShare),
    ]),
  };
}

/** scalingRuns: each single run behind the medians. */
export function scalingRuns(runs: readonly ScalingObservation[]): TextTable {
  return {
    caption: 'every run',
    headings: ['#Replicas', '#Repetition', '#Connections', '#Requests/s', '#p50 ms', '#p99 ms', 'Steady'],
    rows: runs.map(({ replicas, repetition, connections, throughputRps, p50Ms, p99Ms, steady }) => [
      countText(replicas),
      countText(repetition),
      countText(connections),
      formatNumber(throughputRps),
      milliseconds(p50Ms),
      milliseconds(p99Ms),
      steadyText(steady),
    ]),
  };
}

type Fitted = Extract<Usl, { fitted: true }>;

/** lawTable: the parameters of the fitted law with their intervals. */
export function lawTable({ lambda, sigma, kappa, peak }: Fitted): TextTable {
  const rows = [
    ['λ, requests/s of one replica', formatNumber(lambda.value), rangeText(lambda.interval)],
    ['σ, contention', formatNumber(sigma.value), rangeText(sigma.interval)],
    ['κ, coherency', formatNumber(kappa.value), rangeText(kappa.interval)],
    ...(peak.found
      ? [
          ['Replicas at the peak', formatNumber(peak.replicas.value), rangeText(peak.replicas.interval)],
          ['Requests/s at the peak', formatNumber(peak.throughputRps), '–'],
        ]
      : []),
  ];
  return {
    caption: 'Universal Scalability Law, X(N) = λN / (1 + σ(N − 1) + κN(N − 1)), fitted',
    headings: ['Parameter', '#Value', '#Interval'],
    rows,
  };
}

/** lawSentences: what the fitted law says, or why none was fitted. */
export function lawSentences(usl: Usl): string[] {
  if (!usl.fitted) return [`No law was fitted: ${withoutStop(usl.reason)}.`];
  const { replicas, work, contention, coherency } = usl.shares;
  const shares = `At ${formatShort(replicas)} replicas, ${percentText(work)} of a request’s time is work, ${percentText(contention)} waits for what is shared, ${percentText(coherency)} goes into keeping replicas consistent.`;
  return [peakSentence(usl), shares];
}

function peakSentence({ peak, form }: Fitted): string {
  const law = {
    linear: 'Neither contention nor coherency can be told from none',
    amdahl: 'Contention can be told from none, coherency cannot',
    usl: 'Coherency can be told from none: too many replicas do harm',
  }[form];
  if (!peak.found) return `${law}; no peak: ${withoutStop(peak.reason)}.`;
  return `${law}; the peak is predicted at ${formatNumber(peak.replicas.value)} replicas with ${formatNumber(peak.throughputRps)} requests/s.`;
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, '');
}
