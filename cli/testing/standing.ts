import { expect } from 'vitest';
import { freePort } from '../../load/model/free-port.ts';
import { descendantsOf, startHarness, until, type Descendant, type Harness } from './harness.ts';

/** Standing: services that `rehearse up` runs as processes, with what it told of them. */
export interface Standing {
  readonly harness: Harness;
  readonly port: number;
  readonly entryUrl: string;
  readonly token: string;
  readonly replicas: readonly {
    readonly service: string;
    readonly name: string;
    readonly opsUrl: string;
    readonly pid: number;
  }[];
  /** below: every process below the harness, once all stood. */
  readonly below: readonly Descendant[];
}

/** standing starts the services on a free port and waits until they stand. */
export async function standing(args: readonly string[] = []): Promise<Standing> {
  const port = await freePort();
  const harness = startHarness(['up', '--target', 'process', '--json', '--port', String(port), ...args]);
  await until(
    'addresses on standard output',
    60_000,
    () => harness.stdout().endsWith('\n') || harness.process.exitCode !== null,
  );
  expect(harness.process.exitCode, harness.stderr()).toBeNull();
  const told = JSON.parse(harness.stdout()) as Pick<Standing, 'entryUrl' | 'token' | 'replicas'>;
  return { harness, port, ...told, below: descendantsOf(harness.process.pid!) };
}
