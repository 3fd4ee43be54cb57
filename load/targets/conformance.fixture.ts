import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ContainerNetwork } from '../containers/container-network.ts';
import { ComposeStack } from '../containers/compose-stack.ts';
import { labelledWith, lacksDocker, nodeImage } from '../containers/docker.fixture.ts';
import { lacksCompose } from '../model/needs.fixture.ts';
import type { ServiceSpec } from '../model/system.ts';
import { composeTarget } from './compose.ts';
import { containersOf, startComposeProject } from './compose-project.fixture.ts';
import { containersTarget } from './containers.ts';
import { allProcesses, isDead } from './proc-stat.ts';
import { processTarget } from './process.ts';
import { markLabel, markVariable } from './reaper-messages.ts';
import type { Target } from './target.ts';

/** script: the small service of these tests. */
export const script = fileURLToPath(new URL('service.fixture.ts', import.meta.url));

/** UnderTest: a target that is to do what every target does, and how it is seen what it has left. */
export interface UnderTest {
  readonly name: string;
  readonly lacking: boolean;
  /** tellsByFile: replicas learn of each other by a file; where not, by the names that a network gives them. */
  readonly tellsByFile: boolean;
  /** prepare starts what the target needs to be there; it gives what ends it. */
  prepare?(): () => void;
  /** newTarget: `services` are those that are started on it. */
  newTarget(services: readonly string[]): Target;
  /** leftBy names what still runs or lies about of what carries the mark of a guard, and what is not as it was. */
  leftBy(mark: string): string[];
}

// A harness that a test starts finds the project that the test has started.
const project = (process.env['CONFORMANCE_PROJECT'] ??= `rehearse-conformance-${process.pid}`);
const stackServices = ['events', 'bookings'];

/** underTest: every target that starts a system of its own. */
export const underTest: readonly UnderTest[] = [
  {
    name: 'process',
    lacking: false,
    tellsByFile: true,
    newTarget: () => processTarget,
    leftBy: processesOf,
  },
  {
    name: 'containers',
    lacking: lacksDocker(),
    tellsByFile: true,
    newTarget: () => containersTarget(new ContainerNetwork()),
    leftBy: (mark) => [...processesOf(mark), ...labelledWith(`${markLabel}=${mark}`)],
  },
  {
    name: 'compose',
    lacking: lacksDocker() || lacksCompose(),
    tellsByFile: false,
    prepare: () => startComposeProject(project, stackServices, script).down,
    newTarget: (services) => composeTarget(stackOf(project, services)),
    leftBy: (mark) => [
      ...labelledWith(`${markLabel}=${mark}`),
      ...stackServices.filter((service) => containersOf(project, service).length !== 1),
    ],
  },
];

/** stackOf: a compose project of the small services. */
export function stackOf(name: string, services: readonly string[]): ComposeStack {
  return new ComposeStack({ project: name, services, runLabel: markLabel });
}

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

/** withoutHandler: a program that has no handler for any signal, and so is ended by each as the kernel has it. */
export function withoutHandler(name: string): ServiceSpec {
  return smallService(name, { BEHAVIOUR: 'no-handler' }, { replicas: 0 });
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
