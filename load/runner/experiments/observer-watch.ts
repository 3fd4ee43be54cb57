import type { Progress } from '../progress.ts';
import type { Recording } from '../recording.ts';
import type { Run } from '../run.ts';
import { oneOfEach } from '../seeded-system.ts';
import { lookers, measuringOf, type Looker, type SideName } from './observer-sides.ts';
import { startSystem, type StartedSystem } from './started-system.ts';

type Target = StartedSystem['target'];

/** Watch: a started system that is looked at, or left alone. */
export class Watch implements AsyncDisposable {
  readonly target: Target;
  readonly #run: Run;
  readonly #lookers: readonly Looker[];
  #at: ReturnType<Looker['start']>[] | undefined;

  constructor(target: Target, run: Run, probes: readonly Looker[]) {
    [this.target, this.#run, this.#lookers] = [target, run, probes];
  }

  /**
   * to has the system looked at from now on, with services that measure themselves and every probe at work, or left alone.
   */
  async to(side: SideName): Promise<void> {
    await this.#finish();
    const measuring = measuringOf(this.#run);
    const told = this.target.replicas().map(async ({ metricsUrl }) => {
      await measuring?.tell(metricsUrl, side === 'observed');
    });
    await Promise.all(told);
    if (side === 'unobserved') return;
    this.#at = this.#lookers.map((probe) => probe.start(() => this.target.replicas(), this.#run.clock));
  }

  /**
   * progress is that of the run for who is told of each second, and nobody's while the system is left alone: what a page
   * costs that shows it belongs to being observed. `each` is told of every second first.
   */
  progress(each: NonNullable<Progress['second']>): Progress {
    const { progress } = this.#run;
    return {
      ...progress,
      tell: (line) => this.#at && progress.tell(line),
      second: (...second) => {
        each(...second);
        if (this.#at) progress.second?.(...second);
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#finish();
  }

  async #finish(): Promise<void> {
    const probes = this.#at ?? [];
    this.#at = undefined;
    await Promise.all(probes.map((probe) => probe.finish()));
  }
}

/** startWatch starts a system that can be told to measure itself or not, where it can; `teardown` ends both. */
export async function startWatch(
  experiment: string,
  run: Run,
  recording: Recording,
  teardown: AsyncDisposableStack,
  probes: readonly Looker[] = lookers,
): Promise<Watch> {
  const topology = { replicas: oneOfEach(run.subject) };
  const { target } = await startSystem(toBeTold(run), experiment, topology, recording, teardown);
  return teardown.use(new Watch(target, run, probes));
}

function toBeTold(run: Run): Run {
  const { env = {} } = measuringOf(run) ?? {};
  const { subject } = run;
  const system: typeof subject.system = (...order) => {
    const plain = subject.system(...order);
    const services = plain.services.map((spec) => ({ ...spec, env: { ...spec.env, ...env } }));
    return { ...plain, services };
  };
  return { ...run, subject: { ...subject, system } };
}
