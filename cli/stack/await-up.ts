import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../load/model/problem.ts';
import { conditionOf, describeHalf } from './stack-condition.ts';
import { containersOf, logTail, type StackContainer } from './stack-containers.ts';

const askEveryMs = 250;

/** WaitOptions: how long a wait may last, what ends it, and who is told of it. */
export interface WaitOptions {
  readonly limitMs: number;
  readonly signal: AbortSignal;
  readonly tell: (line: string) => void;
}

/** awaitUp resolves when every part of a stack runs and is healthy. Throws a Problem when one cannot, with its last lines. */
export async function awaitUp(project: string, { limitMs, signal, tell }: WaitOptions): Promise<void> {
  const giveUpAt = performance.now() + limitMs;
  for (;;) {
    signal.throwIfAborted();
    const containers = await containersOf(project);
    const condition = conditionOf(containers);
    if (condition.is === 'up') return;
    if (condition.is !== 'starting') throw await halfProblem(project, containers);
    tell(`waiting for ${condition.waitingFor.join(', ')}`);
    if (performance.now() > giveUpAt) {
      throw new Problem(
        'harness',
        `not ready after ${limitMs / 1000} s: ${condition.waitingFor.join(', ')}.`,
        {
          next: 'See the last lines of the first below; a busy machine may just be slow: try again.',
          detail: await tailOf(containers.find(({ name }) => name === condition.waitingFor[0])),
        },
      );
    }
    await sleep(askEveryMs, undefined, { signal });
  }
}

/** halfProblem tells why a stack that was being started is not whole. */
export async function halfProblem(project: string, containers: readonly StackContainer[]): Promise<Problem> {
  const condition = conditionOf(containers);
  const [what, first] =
    condition.is === 'half'
      ? [describeHalf(condition), condition.wrong[0]]
      : ['its containers are gone', undefined];
  return new Problem('harness', `the stack "${project}" did not come up: ${what}.`, {
    next: first === undefined ? 'Run rehearse up again.' : `See the last lines of ${first.name} below.`,
    detail: await tailOf(first),
  });
}

async function tailOf(container: StackContainer | undefined): Promise<string> {
  const tail = container === undefined ? '' : await logTail(container);
  return tail === '' ? '(it said nothing)' : tail;
}
