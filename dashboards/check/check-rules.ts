import { knownSeries } from '../known-series.ts';
import type { Finding } from './finding.ts';
import type { LoadedRule, PrometheusApi } from './prometheus-api.ts';

/**
 * checkRules: every rule is evaluated without an error, every recording rule has recorded something, and everything that
 * an alert looks at is there, so that its silence means something.
 */
export async function checkRules(api: PrometheusApi, nowSeconds: number): Promise<readonly Finding[]> {
  const rules = await api.rules();
  if (rules.length === 0)
    return [{ held: 'rules', dashboard: 'Rules', where: 'all', problems: ['this Prometheus has no rules'] }];
  const recorded = rules.filter(({ kind }) => kind === 'recording').map(({ name }) => name);
  const names = [...recorded, ...knownSeries];
  const findings: Finding[] = [];
  for (const rule of rules) {
    const problems = [...errorOf(rule), ...(await emptyOf(rule, names, api, nowSeconds))];
    findings.push({ held: 'rules', dashboard: 'Rules', where: rule.name, problems });
  }
  return findings;
}

function errorOf({ health, lastError }: LoadedRule): string[] {
  return health === 'ok' ? [] : [`its health is "${health}"${lastError ? `: ${lastError}` : ''}`];
}

async function emptyOf(
  { kind, name, query }: LoadedRule,
  names: readonly string[],
  api: PrometheusApi,
  nowSeconds: number,
): Promise<string[]> {
  const inputs = kind === 'recording' ? [name] : names.filter((input) => mentions(query, input));
  const problems: string[] = [];
  for (const input of inputs) {
    // Over five minutes, because a replica that has just gone leaves its series behind.
    const found = await api.at(`count(last_over_time({__name__="${input}"}[5m]))`, nowSeconds);
    if (found.length === 0) problems.push(`there is no ${input}`);
  }
  return problems;
}

function mentions(query: string, name: string): boolean {
  return new RegExp(`(?<![\\w:])${name}(?![\\w:])`).test(query);
}
