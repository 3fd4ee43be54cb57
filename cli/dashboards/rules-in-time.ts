import { setTimeout as sleep } from 'node:timers/promises';
import { checkRules } from '../../dashboards/check/check-rules.ts';
import type { Finding } from '../../dashboards/check/finding.ts';
import type { PrometheusApi } from '../../dashboards/check/prometheus-api.ts';

/** patienceMs: the slowest rules are evaluated every 30 s, and need two scrapes before the first time. */
const patienceMs = 75_000;
const lookEveryMs = 3_000;

/** rulesInTime checks the rules again and again until all is well with them, or they have had their time. */
export async function rulesInTime(api: PrometheusApi, signal: AbortSignal): Promise<readonly Finding[]> {
  const giveUpAt = performance.now() + patienceMs;
  let findings = await checkRules(api, Date.now() / 1000);
  while (isAnyBroken(findings) && performance.now() < giveUpAt) {
    await sleep(lookEveryMs, undefined, { signal });
    findings = await checkRules(api, Date.now() / 1000);
  }
  return findings;
}

function isAnyBroken(findings: readonly Finding[]): boolean {
  return findings.some(({ problems }) => problems.length > 0);
}
