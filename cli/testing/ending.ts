import { readFileSync, readdirSync } from 'node:fs';
import { descendantsOf, isRunning, until, type Descendant, type Harness } from './harness.ts';

/**
 * expectNothingLeft waits until every process `below` a harness has gone, and its temporary directories with them: all, or
 * those with a name that is `ours`. Throws an error that names what is left.
 */
export async function expectNothingLeft(
  { temporaryDirectory }: Pick<Harness, 'temporaryDirectory'>,
  below: readonly Descendant[],
  { ours = /^/, withinMs = 30_000 }: { readonly ours?: RegExp; readonly withinMs?: number } = {},
): Promise<void> {
  const running = (): string[] => below.filter(isRunning).map(({ pid }) => `${pid} ${commandOf(pid)}`);
  const there = (): string[] => readdirSync(temporaryDirectory).filter((name) => ours.test(name));
  await untilNone('every process below the harness has gone', withinMs, running);
  await untilNone('every temporary directory has gone', withinMs, there);
}

async function untilNone(what: string, withinMs: number, left: () => readonly string[]): Promise<void> {
  try {
    await until(what, withinMs, () => left().length === 0);
  } catch (error) {
    throw new Error(`${(error as Error).message}; left: ${left().join(', ')}`, { cause: error });
  }
}

/** commandsOf gives the command lines of all processes below a harness. */
export function commandsOf(harness: Harness): { readonly pid: number; readonly line: string }[] {
  return descendantsOf(harness.process.pid!).flatMap(({ pid }) => {
    const line = commandOf(pid);
    return line === '' ? [] : [{ pid, line }];
  });
}

/** commandOf: nothing for a process that has gone. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** generator: the command line of the process that sends a load. */
export const generator = /engines\/paced\/main\.ts/;

/** small: a run of the quick suite that is soon over. Enough requests for the rule that ends the warm-up to see them steady within seconds. */
export const small = [
  'run',
  '--rate',
  '50',
  '--startups',
  '2',
  '--warm-up',
  '1s',
  '--duration',
  '4s',
  '--replicas',
  '1,2',
];
