import type { Finding, Machine } from './finding.ts';
import { grantedFindings } from './granted-findings.ts';
import { hardwareFindings } from './hardware-findings.ts';
import { noiseFindings } from './noise-findings.ts';
import { programFindings } from './program-findings.ts';

/** findings judges a machine, one thing after the other; a pure function of what was read and measured. */
export function findings(machine: Machine): Finding[] {
  return [
    ...[...hardwareFindings, ...grantedFindings, ...noiseFindings].map((finding) => finding(machine)),
    ...programFindings(machine.programs),
  ];
}

/** GateTrust: whether a gate can be trusted on a machine, and what speaks against it. */
export interface GateTrust {
  readonly trusted: 'yes' | 'with care' | 'no';
  readonly because: readonly string[];
}

/** gateTrust sums findings up: the worst decides. */
export function gateTrust(found: readonly Finding[]): GateTrust {
  const of = (state: Finding['state']): string[] =>
    found.filter((finding) => finding.state === state).map(({ name }) => name);
  const [bad, care] = [of('bad'), of('care')];
  if (bad.length > 0) return { trusted: 'no', because: bad };
  return care.length > 0 ? { trusted: 'with care', because: care } : { trusted: 'yes', because: [] };
}
