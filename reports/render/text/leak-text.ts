import type { LeakAnalysis, ReplicaLeak } from '../../../load/model/leak-analysis.ts';
import type { RetainedMemoryObservation } from '../../../load/model/retained-memory-observation.ts';
import { countText, mebibytes, rangeText } from './cells.ts';
import { formatNumber, formatShort } from './number.ts';
import type { TextTable } from './text-table.ts';

const verdicts: Readonly<Record<ReplicaLeak['verdict'], string>> = {
  leaks: '✗ leaks',
  'does-not': '✓ does not leak',
  'cannot-tell': '? cannot tell',
};

/** leakSentence: whether what a replica holds grows with its requests, and why that is said. */
export function leakSentence({ replica, verdict, reason, moreRequests }: ReplicaLeak): string {
  const said = { leaks: 'leaks', 'does-not': 'does not leak', 'cannot-tell': 'may leak or not' }[verdict];
  const more =
    moreRequests === undefined
      ? ''
      : ` About ${formatShort(moreRequests)} more requests would probably decide.`;
  return `${replica} ${said}: ${reason.replace(/\.$/, '')}.${more}`;
}

/** leakTable: each replica's growth in bytes per request. */
export function leakTable({ replicas, limitBytesPerRequest }: LeakAnalysis): TextTable {
  return {
    caption: `Growth with the requests served; ${formatShort(limitBytesPerRequest)} bytes per request would be a leak`,
    headings: [
      'Replica',
      'Verdict',
      '#Bytes per request',
      '#Interval',
      'Judged on',
      '#Judged from request',
      '#Taken off per connection',
    ],
    rows: replicas.map((one) => [
      one.replica,
      verdicts[one.verdict],
      one.bytesPerRequest === null ? '–' : formatNumber(one.bytesPerRequest),
      rangeText(one.interval),
      { heap: 'heap after collection', rss: 'RSS' }[one.judgedOn],
      countText(one.judgedFromRequests === null ? null : Math.round(one.judgedFromRequests)),
      one.bytesPerConnection === undefined ? '–' : `${formatShort(one.bytesPerConnection)} bytes`,
    ]),
  };
}

/** leakPoints: what each replica held after each block of load. */
export function leakPoints({ replicas }: LeakAnalysis): TextTable {
  return {
    caption: 'what each replica held after each block of load',
    headings: ['Replica', '#Requests served', '#Held, MiB'],
    rows: replicas.flatMap(({ replica, points }) =>
      points.map(({ requests, bytes }) => [replica, countText(Math.round(requests)), mebibytes(bytes)]),
    ),
  };
}

const moments = {
  idle: 'idle',
  under_load: 'under load',
  block: 'after a block of load',
  after_load: 'after load',
  after_gc: 'after load and collection',
} as const;

/** heapTable: RSS and heap of each replica at the named moments. */
export function heapTable({ replicas }: RetainedMemoryObservation): TextTable {
  return {
    caption:
      'RSS and JavaScript heap at named moments, MiB; external is what objects hold outside of the heap',
    headings: ['Replica', 'Moment', '#RSS', '#Heap used', '#Heap total', '#External', '#Array buffers'],
    rows: named(replicas).map(({ replica, reading }) => [
      replica,
      moments[reading.moment],
      mebibytes(reading.rssBytes),
      mebibytes(reading.heap?.usedBytes),
      mebibytes(reading.heap?.totalBytes),
      mebibytes(reading.heap?.externalBytes),
      mebibytes(reading.heap?.arrayBuffersBytes),
    ]),
  };
}

/** spacesTable: the heap of each replica by V8's spaces at the named moments; undefined where no runtime tells. */
export function spacesTable({ replicas }: RetainedMemoryObservation): TextTable | undefined {
  const all = named(replicas).filter(({ reading }) => (reading.heap?.spaces.length ?? 0) > 0);
  const used = all
    .flatMap(({ reading }) => reading.heap?.spaces ?? [])
    .filter(({ usedBytes }) => usedBytes > 0);
  const spaces = [...new Set(used.map(({ space }) => space))];
  if (spaces.length === 0) return undefined;
  return {
    caption: 'Heap used by space at named moments, MiB',
    headings: ['Replica', 'Moment', ...spaces.map((space) => `#${space.replaceAll('_', ' ')}`)],
    rows: all.map(({ replica, reading }) => [
      replica,
      moments[reading.moment],
      ...spaces.map((space) => mebibytes(reading.heap?.spaces.find((one) => one.space === space)?.usedBytes)),
    ]),
  };
}

/** retainedNotes: the most that control groups held, what could not be seen, and where heap snapshots are. */
export function retainedNotes({ replicas }: RetainedMemoryObservation): string[] {
  return [
    ...replicas.flatMap(({ replica, cgroupPeakBytes }) =>
      cgroupPeakBytes === null
        ? []
        : `The control group of ${replica} held ${mebibytes(cgroupPeakBytes)} MiB at most.`,
    ),
    ...new Set(
      replicas.flatMap(({ cgroupPeakBytes, cgroupNote }) =>
        cgroupPeakBytes === null && cgroupNote !== null ? `No peak of a control group: ${cgroupNote}.` : [],
      ),
    ),
    ...replicas.flatMap(({ replica, heapUnseen }) =>
      heapUnseen === null ? [] : `The heap of ${replica} was not seen: ${heapUnseen}.`,
    ),
    ...replicas.flatMap(({ snapshots }) =>
      snapshots.map(
        ({ when, file, sizeBytes }) =>
          `Heap snapshot ${when} the load: ${file}, ${mebibytes(sizeBytes)} MiB.`,
      ),
    ),
  ];
}

/** named: the readings of each replica but those between blocks of load. */
function named(replicas: RetainedMemoryObservation['replicas']) {
  return replicas.flatMap(({ replica, readings }) =>
    readings.filter(({ moment }) => moment !== 'block').map((reading) => ({ replica, reading })),
  );
}
