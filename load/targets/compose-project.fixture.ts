import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeImage } from '../containers/docker.fixture.ts';

/** ComposeProject: a stack of the small services of these tests that compose has started. */
export interface ComposeProject {
  readonly name: string;
  /** containers: those of a service, or of all, by name; `running` alone, or those that have ended as well. */
  containers(service?: string, running?: boolean): string[];
  readonly down: () => void;
}

/** startComposeProject has compose start one replica of each service, all of them running a script in Node.js. */
export function startComposeProject(
  name: string,
  services: readonly string[],
  script: string,
  image = nodeImage,
): ComposeProject {
  const directory = mkdtempSync(join(tmpdir(), 'rehearse-compose-'));
  const file = join(directory, 'compose.json');
  writeFileSync(file, JSON.stringify(projectOf(services, script, image)));
  const run = (...args: string[]): void => {
    const [command, ...before] = composeCommand();
    execFileSync(command, [...before, '--project-name', name, '--file', file, ...args], { stdio: 'pipe' });
  };
  const down = (): void => {
    run('down', '--timeout', '1');
    rmSync(directory, { recursive: true });
  };
  try {
    run('up', '--detach');
  } catch (error) {
    down();
    throw error;
  }
  return { name, down, containers: (service, running) => containersOf(name, service, running) };
}

/** containersOf names the containers of a project. */
export function containersOf(project: string, service?: string, running = true): string[] {
  const labels = [
    `label=com.docker.compose.project=${project}`,
    ...(service === undefined ? [] : [`label=com.docker.compose.service=${service}`]),
  ];
  const filters = [...labels, ...(running ? ['status=running'] : [])].flatMap((one) => ['--filter', one]);
  return execFileSync('docker', ['ps', '--all', ...filters, '--format', '{{.Names}}'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '')
    .sort();
}

function composeCommand(): [string, ...string[]] {
  return spawnSync('docker', ['compose', 'version']).status === 0
    ? ['docker', 'compose']
    : ['docker-compose'];
}

function projectOf(services: readonly string[], script: string, image: string): object {
  const service = {
    image,
    command: ['node', script],
    init: true,
    mem_limit: '128m',
    environment: { HOST: '0.0.0.0', PORT: '8080', OPS_PORT: '8081', OF_THE_STACK: 'yes' },
    volumes: [`${script}:${script}:ro`],
  };
  return { services: Object.fromEntries(services.map((name) => [name, service])) };
}
