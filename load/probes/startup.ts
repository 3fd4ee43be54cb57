import type { StartupObservation, StartupSample } from '../model/startup-observation.ts';

export type StartupMode = StartupObservation['mode'];

/** FirstAnswers: the first verified answer of a replica, and how long the same took again and again. */
export interface FirstAnswers {
  readonly answeredAtMs: number;
  readonly tookMs: number;
  readonly laterMs: readonly number[];
}

/** StartupSide: one of the kinds of start that are compared. */
export interface StartupSide<R> {
  readonly mode: StartupMode;
  /** add starts one replica as a new process and resolves when it is ready. */
  readonly add: () => Promise<R>;
}

type HasStartup = { readonly startup: StartupSample };

interface MeasureStartOptions<R> {
  /** remove ends a replica whose start was measured. */
  readonly remove: (replica: R) => Promise<void>;
  /** firstAnswers asks it as soon as it is ready, and verifies the answer. */
  readonly firstAnswers?: (replica: R) => Promise<FirstAnswers>;
}

export interface MeasureStartupsOptions<R extends HasStartup> extends MeasureStartOptions<R> {
  readonly sides: readonly StartupSide<R>[];
  /** rounds: starts of each side. */
  readonly rounds: number;
  /** random decides the order within a round: uniform in [0, 1). */
  readonly random: () => number;
  /** keep gets each start as soon as it was measured. */
  readonly keep: (mode: StartupMode, sample: StartupSample) => void;
}

/**
 * measureStartups starts and ends replicas one after the other, so that none is slowed by another. Where there are
 * several sides, each round has one start of each, in random order, so that whatever drifts meets all of them alike.
 */
export async function measureStartups<R extends HasStartup>(
  options: MeasureStartupsOptions<R>,
): Promise<void> {
  const { sides, rounds, random, keep } = options;
  for (let round = 0; round < rounds; round += 1) {
    for (const { mode, add } of shuffled(sides, random)) keep(mode, await measureStart(add, options));
  }
}

async function measureStart<R extends HasStartup>(
  add: () => Promise<R>,
  { remove, firstAnswers }: MeasureStartOptions<R>,
): Promise<StartupSample> {
  const replica = await add();
  const { startup } = replica;
  try {
    return firstAnswers ? withAnswers(startup, await firstAnswers(replica)) : startup;
  } finally {
    await remove(replica);
  }
}

function withAnswers(startup: StartupSample, { answeredAtMs, tookMs, laterMs }: FirstAnswers): StartupSample {
  return {
    ...startup,
    spawnToFirstAnswerMs: answeredAtMs - startup.spawnedAtMs,
    firstAnswerTookMs: tookMs,
    laterAnswersMs: [...laterMs],
  };
}

/** Fisher and Yates' shuffle (Durstenfeld, 1964, Algorithm 235, Communications of the ACM 7(7)). */
function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const chosen = Math.floor(random() * (last + 1));
    [order[last], order[chosen]] = [order[chosen] as T, order[last] as T];
  }
  return order;
}
