import { readFileSync, readdirSync } from 'node:fs';
import { descendantsOf, isRunning, until, type Descendant, type Harness } from './harness.ts';

/** expectNothingLeft waits until every process `below` a harness has gone, and its temporary directories with them. */
export async function expectNothingLeft(
  harness: Harness,
  below: readonly Descendant[],
  withinMs = 30_000,
): Promise<void> {
  await until('every process below the harness has gone', withinMs, () => !below.some(isRunning));
  const { temporaryDirectory } = harness;
  const gone = (): boolean => readdirSync(temporaryDirectory).length === 0;
  try {
    await until('every temporary directory has gone', withinMs, gone);
  } catch (error) {
    const left = readdirSync(temporaryDirectory, { recursive: true }).slice(0, 20).join(', ');
    throw new Error(`${(error as Error).message}; left: ${left}`, { cause: error });
  }
}

/** commandsOf gives the command lines of all processes below a harness. */
export function commandsOf(harness: Harness): { readonly pid: number; readonly line: string }[] {
  return descendantsOf(harness.process.pid!).flatMap(({ pid }) => {
    try {
      return [{ pid, line: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') }];
    } catch {
      return [];
    }
  });
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
