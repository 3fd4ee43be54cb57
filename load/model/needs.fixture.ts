import { spawnSync } from 'node:child_process';

/**
 * lacks tells a test to be skipped by name where this machine has not what it needs; REQUIRE=name,name (or all)
 * turns that into a failure.
 */
export function lacks(name: string, isThere: boolean): boolean {
  const required = (process.env['REQUIRE'] ?? '').split(',');
  if (!isThere && (required.includes(name) || required.includes('all'))) {
    throw new Error(`REQUIRE names ${name}, and it is not here.`);
  }
  return !isThere;
}

/** lacksDocker: there is no Docker engine that answers. */
export function lacksDocker(): boolean {
  return lacks('docker', answers('docker', 'version', '--format', '{{.Server.Version}}'));
}

/** lacksCompose: there is neither the plugin nor the program. */
export function lacksCompose(): boolean {
  return lacks('compose', answers('docker', 'compose', 'version') || answers('docker-compose', 'version'));
}

function answers(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { timeout: 20_000 }).status === 0;
}
