import type { NamedResult } from '../../compare/side-by-side.ts';
import { environmentFacts } from './environment-facts.ts';

/** Difference: something that is not the same in all results, with its value in each. */
export interface Difference {
  readonly name: string;
  readonly values: readonly string[];
}

/** passing: what differs from one minute to the next on the same machine, and what is under comparison. */
const passing = new Set(['Load average before', 'CPU stolen by other guests', 'Revision']);

/** environmentDifferences: in what the machines and their software differ. */
export function environmentDifferences(results: readonly NamedResult[]): Difference[] {
  return differences(
    results.map(({ result }) => environmentFacts(result).filter(({ name }) => !passing.has(name))),
  );
}

/** settingDifferences: in what the runs were set differently, their suites included. */
export function settingDifferences(results: readonly NamedResult[]): Difference[] {
  return differences(
    results.map(({ result }) => [
      { name: 'suite', value: result.suite },
      ...Object.entries(result.settings).map(([name, value]) => ({
        name: `--${name}`,
        value: String(value),
      })),
    ]),
  );
}

function differences(all: readonly (readonly { name: string; value: string }[])[]): Difference[] {
  const names = [...new Set(all.flatMap((facts) => facts.map(({ name }) => name)))];
  return names
    .map((name) => ({
      name,
      values: all.map((facts) => facts.find((fact) => fact.name === name)?.value ?? 'none'),
    }))
    .filter(({ values }) => new Set(values).size > 1);
}
