import type {
  BrowserObservation,
  PageVisitSeen,
  Vital,
  VitalSummary,
} from '../../../load/model/browser-observation.ts';
import type { Percentiles } from '../../../load/model/histogram.ts';
import type { LoadObservation } from '../../../load/model/load-observation.ts';
import { countText, milliseconds } from './cells.ts';
import type { TextTable } from './text-table.ts';

const titles: Readonly<Record<Vital, string>> = {
  ttfb: 'time to first byte (TTFB)',
  fcp: 'first contentful paint (FCP)',
  lcp: 'largest contentful paint (LCP)',
  inp: 'interaction to next paint (INP)',
  cls: 'cumulative layout shift (CLS)',
  confirmation: 'from the click that books to the confirmation',
};

/** names: in the order in which a visit comes to them. */
const names = Object.keys(titles) as Vital[];

/** browserSentences: how many visits there were, and what clients of the load waited meanwhile. */
export function browserSentences(
  { version, visits, failed }: BrowserObservation,
  load: LoadObservation | undefined,
): string[] {
  const waited = load?.measured.responseTimeMs;
  const beside = `Meanwhile the clients of the load waited ${milliseconds(waited?.p50)} ms at p50 and ${milliseconds(waited?.p99)} ms at p99 for an answer.`;
  const why = visits.find(({ failure }) => failure !== null)?.failure;
  return [
    `Chromium ${version} made ${countText(visits.length)} visits, one after the other, each in a new window with an empty cache.`,
    ...(failed === 0
      ? []
      : [`${countText(failed)} of them did not come to a confirmation; the first: ${why}.`]),
    ...(load === undefined ? [] : [beside]),
    'The browser ran on the cores of the services and the load, and came after them. The services count its requests among all others, so that their side is not held against the clients’.',
  ];
}

/** waits: the vitals that are times which a person waits. */
const waits = ['ttfb', 'lcp', 'inp', 'confirmation'] as const satisfies readonly Vital[];

/** besideTable: what clients of the load and the person at the page waited for at the same time, each as they count it. */
export function besideTable(
  { summaries }: BrowserObservation,
  { measured, steps }: LoadObservation,
): TextTable {
  const answered = steps.filter(({ ok }) => ok > 0);
  return {
    caption: 'Who waited for what at the same time, in milliseconds',
    headings: ['Who', 'Waits for', '#Median', '#p99', '#Longest', '#Times'],
    rows: [
      ofClient('any answer', measured.ledger.ok, measured.responseTimeMs),
      ...answered.map(({ name, ok, responseTimeMs }) => ofClient(name, ok, responseTimeMs)),
      ...waits.map((vital) => {
        const { n, median, high } = summaries[vital];
        return [
          'a person at the page',
          titles[vital],
          milliseconds(median),
          '–',
          milliseconds(high),
          countText(n),
        ];
      }),
    ],
  };
}

function ofClient(what: string, n: number, times: Percentiles): string[] {
  const cells = [times.p50, times.p99, times.max].map(milliseconds);
  return ['a client of the load', what, ...cells, countText(n)];
}

/** browserTable: each vital over the visits that came to their confirmation. */
export function browserTable({ summaries }: BrowserObservation): TextTable {
  return {
    caption: 'What a person at the web page would have felt during the load',
    headings: ['Vital', '#Median', '#Lowest', '#Highest', 'Unit', '#Visits'],
    rows: names.map((vital) => summaryRow(vital, summaries[vital])),
  };
}

function summaryRow(vital: Vital, { n, median, low, high }: VitalSummary): string[] {
  const numbers = [median, low, high].map((value) => shown(vital, value));
  return [titles[vital], ...numbers, vital === 'cls' ? '' : 'ms', countText(n)];
}

/** visitsTable: every visit. */
export function visitsTable(visits: readonly PageVisitSeen[]): TextTable {
  return {
    caption: 'Every visit; times in milliseconds',
    headings: ['#Begun at s', ...names.map((vital) => `#${short[vital]}`), '#Visit took', 'Booked'],
    rows: visits.map(({ startedAtMs, tookMs, values, failure }) => [
      (startedAtMs / 1000).toFixed(1),
      ...names.map((vital) => shown(vital, values[vital])),
      milliseconds(tookMs),
      failure === null ? '✓ yes' : `✗ ${failure}`,
    ]),
  };
}

const short: Readonly<Record<Vital, string>> = {
  ttfb: 'TTFB',
  fcp: 'FCP',
  lcp: 'LCP',
  inp: 'INP',
  cls: 'CLS',
  confirmation: 'Confirmation',
};

function shown(vital: Vital, value: number | null): string {
  return vital === 'cls' && value !== null ? value.toFixed(3) : milliseconds(value);
}
