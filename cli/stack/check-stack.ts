import { Problem } from '../../load/model/problem.ts';
import type { Io } from '../io.ts';
import { progressFor } from '../progress/progress.ts';
import { awaitUp } from './await-up.ts';
import { conditionOf, describeHalf } from './stack-condition.ts';
import { containersOf } from './stack-containers.ts';

/** healthLimitMs: what a stack that was started just now may take to be healthy. */
const healthLimitMs = 60_000;

/** StackUse: the options of a run in a stack. */
interface StackUse {
  readonly project: string;
  readonly databaseUrl?: string;
  readonly pin?: 'auto' | 'off';
}

/**
 * checkStack throws a Problem of kind `usage` where there is no whole stack to run in, or with an option that a stack
 * does not take. One that is starting is waited for.
 */
export async function checkStack({ project, databaseUrl, pin }: StackUse, io: Io): Promise<void> {
  if (databaseUrl !== undefined)
    throw new Problem('usage', 'a stack has a database of its own, and takes no --database-url.', {
      next: 'Leave it out, or use --target containers.',
    });
  if (pin === 'auto')
    throw new Problem(
      'usage',
      'the cores of a stack that runs are not ours to give: --pin auto does nothing there.',
      {
        next: 'Leave it out, or use --target containers.',
      },
    );
  const condition = conditionOf(await containersOf(project));
  if (condition.is === 'down')
    throw new Problem('usage', `the stack "${project}" is not up.`, {
      next: 'Start it with rehearse up, or use --target containers, which needs none.',
    });
  if (condition.is === 'half')
    throw new Problem('usage', `the stack "${project}" is half up: ${describeHalf(condition)}.`, {
      next: 'End it with rehearse down, then start it again with rehearse up.',
    });
  if (condition.is === 'starting') await untilHealthy(project, io);
}

async function untilHealthy(project: string, io: Io): Promise<void> {
  const progress = progressFor(io);
  try {
    progress.begin('Wait for the stack');
    const tell = (line: string): void => progress.tell(line);
    await awaitUp(project, { limitMs: healthLimitMs, signal: io.interrupted, tell });
    progress.end('healthy');
  } finally {
    progress.close();
  }
}
