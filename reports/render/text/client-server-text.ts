import type { ClientServerAnalysis } from '../../../load/model/client-server-analysis.ts';
import { countText, milliseconds, rangeText } from './cells.ts';
import { formatDuration } from './duration.ts';
import type { TextTable } from './text-table.ts';

type Gap = ClientServerAnalysis['gapP50Ms'];

/** clientServerSentences: how far apart the two sides are, and whether their counts agree. */
export function clientServerSentences(analysis: ClientServerAnalysis): string[] {
  const { clientP50Ms, clientP99Ms, gapP50Ms, gapP99Ms, serverLateMs, unaccounted } = analysis;
  return [
    ...gapSentence('p50', clientP50Ms, gapP50Ms),
    ...gapSentence('p99', clientP99Ms, gapP99Ms),
    unaccounted === null
      ? 'Whether the counts agree cannot be told: one side does not tell, or a request ended without an answer.'
      : unaccounted === 0
        ? 'Both sides count the same requests at every replica.'
        : `${countText(unaccounted)} requests stand on one side only.`,
    ...(serverLateMs === undefined
      ? []
      : [
          `The percentiles are of the measured stretch; the services’ side of it begins ${formatDuration(serverLateMs)} after the clients’.`,
        ]),
  ];
}

function gapSentence(name: string, clientMs: number | null, gap: Gap): string[] {
  if (clientMs === null || gap === null) return [];
  const between =
    gap.low === null
      ? `at most ${milliseconds(gap.high)} ms`
      : `between ${milliseconds(gap.low)} and ${milliseconds(gap.high)} ms`;
  return [
    `Clients waited ${milliseconds(clientMs)} ms at ${name}; ${between} of it lie outside of the entry service: network, queues and the generator.`,
  ];
}

/** clientServerTable: each replica's own account beside what clients saw of it. */
export function clientServerTable({ rows }: ClientServerAnalysis): TextTable {
  return {
    caption:
      'What each replica counted of the load, and between which bounds of its histogram its percentiles lie',
    headings: ['Replica', 'Service', '#Requests counted', '#Answers that clients had', '#p50 ms', '#p99 ms'],
    rows: rows.map(({ replica, service, requests, answers, p50Ms, p99Ms }) => [
      replica,
      service,
      countText(requests),
      countText(answers),
      rangeText(p50Ms),
      rangeText(p99Ms),
    ]),
  };
}
