import { type Source, sourceOf } from '../check/sources.ts';
import type { Query } from './query.ts';

/** reasons: why there is nothing of a source. */
const reasons: Readonly<Record<Source, string>> = {
  services: 'the chosen replicas have not told of it in this time',
  load: 'no load of this run in this time',
  watched: 'no replica that a test run watched in this time',
  starts: 'no test run has measured a start in this time',
  changes: 'no replica has been drained by a test run in this time',
  run: 'it comes when a test run has ended',
  browser: 'nobody has visited the web page in this time',
  'postgres-exporter': 'no postgres_exporter (profile "database")',
};

/** emptyText: what a panel says while its queries have no answer. Grafana writes it in cells without a value as well. */
export function emptyText([first]: readonly Query[]): string {
  return `No data: ${reasons[sourceOf(first?.expr ?? '')]}`;
}
