import { setTimeout as sleep } from 'node:timers/promises';
import { docker } from '../../load/model/docker.ts';
import { Problem } from '../../load/model/problem.ts';
import type { WaitOptions } from './await-up.ts';
import type { StackContainer } from './stack-containers.ts';

/** Door: a part of a stack, and the port on which the others reach it. */
export interface Door {
  readonly container: Pick<StackContainer, 'service' | 'name'>;
  readonly port: number;
}

/** ports of those parts whose images have nothing to ask themselves with for a health check. */
const ports: Readonly<Record<string, number>> = { jaeger: 4318, alloy: 12_347, 'postgres-exporter': 9187 };

const askEveryMs = 250;

/** doorsOf: of the parts of a stack that have no health check. */
export function doorsOf(containers: readonly Door['container'][]): readonly Door[] {
  return containers.flatMap((container) => {
    const port = ports[container.service];
    return port === undefined ? [] : [{ container, port }];
  });
}

/** awaitAnswers resolves when somebody answers at every door. Throws a Problem when nobody does in time. */
export async function awaitAnswers(
  doors: readonly Door[],
  answers: (door: Door) => Promise<boolean>,
  { limitMs, signal, tell }: WaitOptions,
): Promise<void> {
  const giveUpAt = performance.now() + limitMs;
  for (const door of doors) {
    const { container, port } = door;
    while (!(await answers(door))) {
      signal.throwIfAborted();
      tell(`waiting for ${container.name}`);
      if (performance.now() > giveUpAt) {
        throw new Problem(
          'harness',
          `${container.name} takes no connection on its port ${port} after ${limitMs / 1000} s.`,
          { next: `See docker logs ${container.name}, or go without its --profile.` },
        );
      }
      await sleep(askEveryMs, undefined, { signal });
    }
  }
}

/** askedFrom tells whether a door takes connections, as a container of our own in the same network sees it. */
export function askedFrom(asker: Pick<StackContainer, 'id'>): (door: Door) => Promise<boolean> {
  return ({ container: { service }, port }) =>
    docker(['exec', asker.id, 'node', '-e', connect, String(port), service]).then(
      () => true,
      () => false,
    );
}

const connect = `
const [port, host] = process.argv.slice(1);
const socket = require('node:net').connect(Number(port), host);
socket.setTimeout(2000, () => process.exit(1));
socket.once('error', () => process.exit(1)).once('connect', () => process.exit(0));
`;
