import { Problem } from '../model/problem.ts';
import type { NotReady } from './await-ready.ts';
import type { RunningReplica } from './running-replica.ts';

/** lostItsPort: it ended because somebody else listens on its port. */
export function lostItsPort(replica: RunningReplica, { exit }: NotReady): boolean {
  return exit !== undefined && /EADDRINUSE|address already in use/i.test(replica.log.tail());
}

/** startProblem tells, in one line and the tail of the log, why a replica did not start. */
export function startProblem(replica: RunningReplica, failure: NotReady, deadlineMs: number): Problem {
  const { name, url } = replica.addresses;
  const detail = replica.log.tail();
  if (failure.exit?.error !== undefined) {
    return new Problem('harness', `${name} could not be started: ${failure.exit.error}.`, {
      next: replica.tryByHand,
    });
  }
  if (lostItsPort(replica, failure)) {
    return new Problem(
      'harness',
      `${name} could not have port ${new URL(url).port}: somebody else listens there.`,
      {
        next: 'End what uses the port, or choose another.',
        detail,
      },
    );
  }
  return new Problem('harness', `${name} ${whatHappened(failure, deadlineMs)}.`, {
    next: detail === '' ? 'It logged nothing; run its command by hand.' : 'See the end of its log below.',
    detail,
  });
}

function whatHappened({ exit, lastAnswer }: NotReady, deadlineMs: number): string {
  if (exit) return `ended with ${exit.exitCode ?? exit.signal} before it was ready`;
  const late = `was not ready within ${deadlineMs} ms`;
  if (!lastAnswer) return `${late}: it never answered`;
  const who = lastAnswer.instance === undefined ? '' : ` of ${lastAnswer.instance}`;
  return `${late}: the last answer${who} was ${lastAnswer.status} ${lastAnswer.body.trim().slice(0, 300)}`;
}
