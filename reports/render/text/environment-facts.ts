import type { Environment } from '../../../load/model/environment.ts';
import { observationsOf } from '../../../load/model/observation.ts';
import type { RunResult } from '../../../load/model/result.ts';
import { formatNumber, formatShort } from './number.ts';
import { readingUnit } from './unit.ts';

/** EnvironmentFact: one thing about the machine or the software, as it is read. */
export interface EnvironmentFact {
  readonly name: string;
  readonly value: string;
}

const unknown = 'not known';

/** environmentFacts: all that a result says about where it was measured. */
export function environmentFacts({ environment, experiments }: RunResult): EnvironmentFact[] {
  const { git, cgroup } = environment;
  return [
    { name: 'Rehearse', value: environment.rehearseVersion },
    { name: 'Node.js', value: environment.nodeVersion },
    {
      name: 'Revision',
      value: git === null ? unknown : `${git.revision}${git.dirty ? ', with changes' : ''}`,
    },
    { name: 'Lockfile SHA-256', value: environment.lockfileSha256 ?? unknown },
    { name: 'System', value: `${environment.os}, ${environment.kernel}, ${environment.architecture}` },
    { name: 'CPU', value: `${environment.cores} × ${environment.cpuModel}` },
    { name: 'CPU governor', value: environment.cpuGovernor ?? unknown },
    { name: 'Idle processors', value: environment.idleProcessors ?? unknown },
    { name: 'Paced generator', value: priorityText(experiments) },
    { name: 'Pinning', value: environment.pinning },
    { name: 'Memory', value: bytes(environment.totalMemoryBytes) },
    { name: 'cgroup', value: cgroupText(cgroup) },
    { name: 'Load average before', value: formatShort(environment.loadAverage1mBefore) },
    { name: 'CPU stolen by other guests', value: share(environment.cpuStealShare) },
    ...(environment.images ?? []).map(({ service, reference, id }) => ({
      name: `Image of ${service}`,
      value: `${reference}, ${id}`,
    })),
    ...environment.backing.map(({ name, version, settings }) => ({
      name,
      value: [version, ...Object.entries(settings).map(([key, value]) => `${key} = ${value}`)].join(', '),
    })),
  ];
}

/** priorityText: whether the threads of the paced engine, which alone asks for that, came before all others. */
function priorityText(experiments: RunResult['experiments']): string {
  const asked = experiments
    .flatMap(({ observations }) => observationsOf(observations, 'load'))
    .flatMap(({ generator }) => generator.realTime ?? []);
  const first = asked.filter(Boolean).length;
  if (asked.length === 0) return unknown;
  if (first === 0) return 'has no priority';
  const where = first === asked.length ? '' : `, in ${first} of ${asked.length} loads`;
  return `runs before all others (SCHED_FIFO)${where}`;
}

function cgroupText({ version, cpuLimitCores, memoryLimitBytes }: Environment['cgroup']): string {
  if (version === 'none') return 'none';
  const cores = cpuLimitCores === null ? 'no CPU limit' : `${formatShort(cpuLimitCores)} cores`;
  const memory = memoryLimitBytes === null ? 'no memory limit' : bytes(memoryLimitBytes);
  return `${version}, ${cores}, ${memory}`;
}

function bytes(value: number): string {
  const { label, divisor } = readingUnit(value, 'bytes');
  return `${formatNumber(value / divisor)} ${label}`;
}

function share(value: number | null): string {
  return value === null ? unknown : `${formatShort(value * 100)}%`;
}
