import type { ClassicDashboard } from '../../classic-json.ts';
import { writtenQueries } from '../queries.ts';
import type { Finding, Rule } from '../rule.ts';

const labels = ['job', 'instance'] as const;

/** jobAndInstance: both can be chosen by these names, several or all of them, and every query keeps to the choice. */
export const jobAndInstance: Rule = {
  name: 'job-and-instance',
  check: (dashboard) => [
    ...labels.filter((label) => !canBeChosen(dashboard, label)).map((label) => missing(label)),
    ...writtenQueries(dashboard).flatMap(({ panel, expr }) => unbound(panel, expr)),
  ],
};

function canBeChosen(dashboard: ClassicDashboard, label: string): boolean {
  return dashboard.templating.list.some(
    (variable) =>
      variable.type === 'query' &&
      variable.name === label &&
      variable.label.toLowerCase() === label &&
      variable.multi === true &&
      variable.includeAll === true &&
      variable.allValue === '.+',
  );
}

function missing(label: string): Finding {
  return { message: `has no variable called "${label}" of which several, or all (.+), can be chosen` };
}

function unbound(panel: string, expr: string): Finding[] {
  const selectors = expr.match(/\w+\{[^}]*\}/g) ?? [''];
  return labels.flatMap((label) =>
    selectors
      .filter((selector) => !selector.includes(`${label}=~"$${label}"`))
      .map((selector) => ({ panel, message: `${selector} does not match ${label}=~"$${label}"` })),
  );
}
