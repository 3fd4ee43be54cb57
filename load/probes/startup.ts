import type { StartupObservation, StartupSample } from '../model/startup-observation.ts';

export interface MeasureStartupsOptions<R extends { readonly startup: StartupSample }> {
  readonly count: number;
  readonly service: string;
  readonly mode: StartupObservation['mode'];
  /** add starts one replica as a new process and resolves when it is ready. */
  readonly add: () => Promise<R>;
  /**
   * remove ends it: `killed` when only its time counts; `drained` where it must end by itself, because a compile
   * cache is written at the end and a process that is killed writes none.
   */
  readonly remove: (replica: R, how: 'killed' | 'drained') => Promise<void>;
  /** firstAnswer asks it once, verifies the answer and gives its moment on the run's axis; asked as soon as it is ready. */
  readonly firstAnswer?: (replica: R) => Promise<number>;
  readonly onSample?: (sample: StartupSample, index: number) => void;
}

/**
 * measureStartups starts and ends replicas one after the other, so that none is slowed by another. In mode `warm` a
 * first one, which is not measured, fills the compile cache that `add` gives it.
 */
export async function measureStartups<R extends { readonly startup: StartupSample }>(
  options: MeasureStartupsOptions<R>,
): Promise<StartupObservation> {
  const { count, service, mode } = options;
  const samples: StartupSample[] = [];
  if (mode === 'warm') await measureOne(options, 'drained');
  for (let index = 0; index < count; index += 1) {
    const sample = await measureOne(options, 'killed');
    samples.push(sample);
    options.onSample?.(sample, index);
  }
  return { kind: 'startup', service, mode, samples };
}

async function measureOne<R extends { readonly startup: StartupSample }>(
  { add, remove, firstAnswer }: MeasureStartupsOptions<R>,
  how: 'killed' | 'drained',
): Promise<StartupSample> {
  const replica = await add();
  const { startup } = replica;
  try {
    if (!firstAnswer) return startup;
    return { ...startup, spawnToFirstAnswerMs: (await firstAnswer(replica)) - startup.spawnedAtMs };
  } finally {
    await remove(replica, how);
  }
}
