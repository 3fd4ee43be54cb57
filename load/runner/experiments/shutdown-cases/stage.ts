import type { Random } from '../../../engines/paced/random.ts';
import type { IdleConnections, Stop } from '../../../model/shutdown-observation.ts';
import type { HeldAnswer } from '../../../probes/hold-requests.ts';
import { type HeldThrough, measureStop } from '../../../probes/shutdown.ts';
import type { Told } from '../../../subjects/subject.ts';
import type { AddOptions, LaunchedReplica, Replica } from '../../../targets/target.ts';
import { pause } from '../../pause.ts';
import type { Recording } from '../../recording.ts';
import type { Run } from '../../run.ts';
import { checkInFlight } from '../control.ts';
import { withRefusals } from '../held-refusals.ts';
import { markAddition, markStop } from '../replica-marks.ts';
import type { StartedSystem } from '../started-system.ts';

/** Through: what is held over a signal; without `accepts`, an answer must acknowledge a booking. */
export interface Through extends Partial<HeldThrough> {
  readonly count: number;
  readonly accepts?: (answer: HeldAnswer) => boolean;
}

const none = { requests: 0, answered: 0, lost: 0, failures: {} };

/** Stage: what a shutdown case acts on, and what was seen of it so far. */
export class Stage {
  readonly run: Run;
  readonly system: StartedSystem;
  /** random: uniform in [0, 1), by the seed of the run. */
  readonly random: Random;
  readonly stops: Stop[] = [];
  /** booked: what was acknowledged to requests that were held. */
  readonly booked: Told[] = [];
  connections: IdleConnections | null = null;
  /** graceMs: what a replica has to end by itself after its signal. */
  readonly graceMs: number;
  readonly #recording: Recording;

  constructor(run: Run, system: StartedSystem, random: Random, recording: Recording, graceMs: number) {
    this.run = run;
    this.system = system;
    this.random = random;
    this.#recording = recording;
    this.graceMs = graceMs;
  }

  /** add starts one more replica, which gets its share of the load, and resolves when it is ready. */
  async add(environment: AddOptions['environment'] = {}): Promise<Replica> {
    this.run.interrupted.throwIfAborted();
    const requestedAtMs = this.run.clock.nowMs();
    const replica = await this.system.target.addReplica(this.run.subject.scaled, { environment });
    markAddition(this.#recording, replica, requestedAtMs);
    return replica;
  }

  /** launch starts one more replica and does not wait for it. */
  async launch(): Promise<LaunchedReplica> {
    this.run.interrupted.throwIfAborted();
    return this.system.target.launchReplica(this.run.subject.scaled);
  }

  /** pause lets the load go on for a while. */
  pause(durationMs: number): Promise<void> {
    return pause(durationMs, this.run.interrupted);
  }

  /** stop signals a replica while requests are held at it, and waits for its end. */
  async stop(replica: Replica, { accepts, ...through }: Through): Promise<void> {
    const { run, system } = this;
    const { stop, answers } = await measureStop({
      target: system.target,
      replica,
      signal: 'SIGTERM',
      graceMs: this.graceMs,
      cause: 'single-stop',
      held: { request: (index) => run.prepared.heldRequest(index), ...through },
    });
    checkInFlight(stop, through.count, this.#recording);
    const refused = accepts ? answers.filter((answer) => !accepts(answer)).length : this.#book(answers);
    this.#keep({ ...stop, held: withRefusals(stop.held, refused) });
  }

  /** stopLaunched signals a replica that may not be ready, with nothing held at it, and waits for its end. */
  async stopLaunched(replica: LaunchedReplica): Promise<void> {
    const seen = await replica.stop('SIGTERM', this.graceMs);
    this.#keep({ ...seen, cause: 'single-stop', inFlightAtSignal: 0, held: none });
  }

  /** signalAgain sends a second SIGTERM to a replica that is being stopped; one that has ended gets none. */
  async signalAgain(replica: Replica): Promise<void> {
    const { target } = this.system;
    if (!target.replicas().some(({ name }) => name === replica.name)) return;
    const { service, name } = replica;
    this.#recording.mark({
      kind: 'replica-signalled',
      label: `${name} SIGTERM again`,
      service,
      replica: name,
    });
    await target.stopReplica(replica, 'SIGTERM', this.graceMs);
  }

  #book(answers: readonly HeldAnswer[]): number {
    const booked = answers.flatMap(({ status, body }) => this.run.prepared.heldAnswer(status, body) ?? []);
    this.booked.push(...booked);
    return answers.length - booked.length;
  }

  #keep(stop: Stop): void {
    this.stops.push(stop);
    markStop(this.#recording, stop);
  }
}
