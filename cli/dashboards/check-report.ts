import Table from 'cli-table3';
import type { Finding } from '../../dashboards/check/finding.ts';

/** CheckReport: what came of a check, for people, and how much of what it held is not as it should be. */
export interface CheckReport {
  readonly text: string;
  readonly failed: number;
}

/** reportOf: one line when all is well, else a table of what is not; what was not checked is named in both cases. */
export function reportOf(findings: readonly Finding[]): CheckReport {
  const broken = findings.filter(({ problems }) => problems.length > 0);
  const checked = findings.filter(({ unchecked }) => unchecked === undefined);
  const lines = [
    ...(broken.length > 0 ? [tableOf(broken)] : []),
    `as they should be: ${tally(checked)}${slowest(findings)}`,
    ...uncheckedLines(findings),
  ];
  return { text: `${lines.join('\n')}\n`, failed: broken.length };
}

function tableOf(broken: readonly Finding[]): string {
  const table = new Table({ head: ['dashboard', 'panel', 'what is wrong'], style: { head: [], border: [] } });
  for (const { dashboard, where, problems } of broken) table.push([dashboard, where, problems.join('\n')]);
  return table.toString();
}

/** tally: of each kind how many are as they should be. */
function tally(checked: readonly Finding[]): string {
  const kinds = Map.groupBy(checked, ({ held }) => held);
  return [...kinds]
    .map(
      ([held, all]) =>
        `${all.filter(({ problems }) => problems.length === 0).length} of ${all.length} ${held}`,
    )
    .join(', ');
}

function slowest(findings: readonly Finding[]): string {
  const seconds = findings.flatMap(({ afterSeconds }) => afterSeconds ?? []);
  return seconds.length === 0
    ? ''
    : `; the last query had its first answer ${Math.max(...seconds).toFixed(0)} s after there was something to show`;
}

function uncheckedLines(findings: readonly Finding[]): string[] {
  const groups = Map.groupBy(
    findings.filter(({ unchecked }) => unchecked !== undefined),
    ({ unchecked }) => unchecked,
  );
  return [...groups].map(
    ([what, its]) => `not checked without ${what}: ${its.length} queries (${panels(its).join(', ')})`,
  );
}

function panels(findings: readonly Finding[]): string[] {
  return [...new Set(findings.map(({ dashboard }) => dashboard))];
}
