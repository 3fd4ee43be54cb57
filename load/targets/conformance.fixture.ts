import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ContainerNetwork } from '../containers/container-network.ts';
import { labelledWith, lacksDocker, nodeImage } from '../containers/docker.fixture.ts';
import type { ServiceSpec } from '../model/system.ts';
import { containersTarget } from './containers.ts';
import { allProcesses, isDead } from './proc-stat.ts';
import { processTarget } from './process.ts';
import { markLabel, markVariable } from './reaper-messages.ts';
import type { Target } from './target.ts';

/** UnderTest: a target that is to do what every target does, and how it is seen what it has left. */
export interface UnderTest {
  readonly name: string;
  readonly lacking: boolean;
  newTarget(): Target;
  /** leftBy names what still runs or lies about of what carries the mark of a guard. */
  leftBy(mark: string): string[];
}

/** underTest: every target that starts a system of its own. */
export const underTest: readonly UnderTest[] = [
  {
    name: 'process',
    lacking: false,
    newTarget: () => processTarget,
    leftBy: processesOf,
  },
  {
    name: 'containers',
    lacking: lacksDocker(),
    newTarget: () => containersTarget(new ContainerNetwork()),
    leftBy: (mark) => [...processesOf(mark), ...labelledWith(`${markLabel}=${mark}`)],
  },
];

const script = fileURLToPath(new URL('service.fixture.ts', import.meta.url));

/** smallService: one replica of the small service of these tests, in whatever form a target starts it. */
export function smallService(
  name: string,
  env: Readonly<Record<string, string>> = {},
  change: Partial<ServiceSpec> = {},
): ServiceSpec {
  return {
    name,
    command: [process.execPath, script],
    container: { image: nodeImage, args: ['node', script], files: [script] },
    env,
    replicas: 1,
    readyPath: '/readyz',
    metricsPath: '/metrics',
    ...change,
  };
}

/** withoutHandler: a program that takes no notice of anything, and so is ended by every signal as the kernel has it. */
export function withoutHandler(name: string): ServiceSpec {
  const command = ['sleep', '60'] as const;
  return smallService(name, {}, { command, container: { image: nodeImage, args: command, files: [] } });
}

function processesOf(mark: string): string[] {
  return allProcesses()
    .filter((stat) => !isDead(stat) && environOf(stat.pid).includes(`${markVariable}=${mark}`))
    .map(({ pid }) => String(pid));
}

function environOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
  } catch {
    return [];
  }
}
