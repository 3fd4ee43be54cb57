import { analysesOfKind, type Analysis } from '../../model/analysis.ts';
import type { Figure } from '../../model/figure.ts';
import type { ScorecardRow } from '../../model/scorecard-analysis.ts';
import { unaccounted } from '../analyses/ended-counts.ts';

/** caseFigures: what each case of stopping a replica lost, and how many of all cases did not end as they should. */
export function caseFigures(analyses: readonly Analysis[]): Figure[] {
  const rows = analysesOfKind(analyses, 'scorecard').flatMap((scorecard) => scorecard.rows);
  const cases = rows.filter((row) => row.case !== 'replacement' && !row.control);
  return [
    ...cases.map(lostBy),
    ...(cases.length === 0 ? [] : [notAsExpected(rows)]),
    ...(rows.length === 0 ? [] : [redelivered(rows), unaccountedFor(rows)]),
  ];
}

function lostBy({ case: name, lostRequests, stops }: ScorecardRow): Figure {
  return {
    name: `shutdown.case.${name.replaceAll('-', '_')}.lost_requests`,
    title: `lost: ${name.replaceAll('-', ' ')}`,
    group: 'shutdown',
    unit: 'requests',
    value: lostRequests,
    n: stops,
    of: 'stops',
    ...(lostRequests === null ? { note: 'the load did not end' } : {}),
  };
}

function notAsExpected(rows: readonly ScorecardRow[]): Figure {
  const found = rows.filter(({ verdict }) => verdict === 'not-as-expected').length;
  const untold = rows.filter(({ verdict }) => verdict === 'cannot-tell').length;
  return {
    name: 'shutdown.cases_not_as_expected',
    title: 'cases not as expected',
    group: 'shutdown',
    unit: 'count',
    value: found === 0 && untold > 0 ? null : found,
    n: rows.length,
    of: 'cases, controls included',
    ...(untold > 0 ? { note: `${untold} cannot be told` } : {}),
  };
}

function redelivered(rows: readonly ScorecardRow[]): Figure {
  const values = rows.filter(({ control }) => !control).map((row) => row.redelivered);
  const known = values.filter((value) => value !== null);
  return {
    name: 'shutdown.redelivered_messages',
    title: 'redelivered messages',
    group: 'shutdown',
    unit: 'count',
    value: known.length < values.length ? null : known.reduce((sum, value) => sum + value, 0),
    n: values.length,
    of: 'cases in which replicas were stopped',
    ...(known.length < values.length ? { note: 'the services do not tell' } : {}),
  };
}

function unaccountedFor(rows: readonly ScorecardRow[]): Figure {
  const ended = rows.filter(({ control }) => !control).flatMap((row) => row.ended ?? []);
  const value = unaccounted(ended);
  return {
    name: 'shutdown.unaccounted_requests',
    title: 'unaccounted requests',
    group: 'shutdown',
    unit: 'requests',
    value,
    n: ended.filter(({ served }) => served !== null).length,
    of: 'replicas, their last log lines held against the clients’ counts',
    ...(value === null ? { note: 'one side does not tell' } : {}),
  };
}
