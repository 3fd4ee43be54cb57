import { execFileSync } from 'node:child_process';
import { lacks } from '../backing/needs.fixture.ts';

/** nodeImage: what the small services of tests run in. */
export const nodeImage = 'node:26-bookworm-slim';

/** lacksDocker: there is no Docker engine here, or not the images that a test needs, which it does not fetch. */
export function lacksDocker(...images: readonly string[]): boolean {
  return lacks('docker', hasAll([nodeImage, ...images]));
}

function hasAll(images: readonly string[]): boolean {
  try {
    execFileSync('docker', ['image', 'inspect', '--format', '{{.Id}}', ...images], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** labelledWith gives what a Docker engine holds that carries a label: containers and networks. */
export function labelledWith(label: string): string[] {
  const list = (args: readonly string[]) =>
    execFileSync('docker', [...args, '--quiet', '--filter', `label=${label}`], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line !== '');
  return [...list(['ps', '--all']), ...list(['network', 'ls'])];
}
