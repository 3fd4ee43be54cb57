import { AsyncResource } from 'node:async_hooks';
import DataLoader from 'dataloader';

/** Gathering says how questions are asked together. */
export interface Gathering {
  /** Calls that are under way at once; what comes meanwhile waits for one of them to end, and goes with the next. */
  readonly atOnce: number;
  /** Questions in one call at most. */
  readonly most: number;
  /** A call that takes longer holds up the others no more, in milliseconds. */
  readonly patienceMs: number;
}

/** Ask gives the answers in the order of the questions; when it rejects, none of them is answered. */
export type Ask<Question, Answer> = (questions: readonly Question[]) => Promise<readonly Answer[]>;

/**
 * gathered has questions that come at the same time be asked by one call of `ask`: those that one turn of the event
 * loop brings, and those that come while `atOnce` calls are under way. None waits for company alone, so that a service
 * with little to do asks each at once, and a busy one asks seldom. A call runs in the context of its first question.
 */
export function gathered<Question, Answer>(
  ask: Ask<Question, Answer>,
  { atOnce, most, patienceMs }: Gathering,
): (question: Question) => Promise<Answer> {
  const waiting: (() => void)[] = [];
  let underWay = 0;
  const begin = () => {
    if (underWay < atOnce) waiting.shift()?.();
  };
  const askInTurn = async (questions: readonly Question[]) => {
    underWay += 1;
    const end = onceOnly(() => {
      underWay -= 1;
      begin();
    });
    const patience = setTimeout(end, patienceMs);
    try {
      return await ask(questions);
    } finally {
      clearTimeout(patience);
      end();
    }
  };
  const loader = new DataLoader<Question, Answer>(askInTurn, {
    cache: false,
    maxBatchSize: most,
    batchScheduleFn: (run) => {
      waiting.push(AsyncResource.bind(run));
      setImmediate(begin);
    },
  });
  return (question) => loader.load(question);
}

function onceOnly(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    work();
  };
}
