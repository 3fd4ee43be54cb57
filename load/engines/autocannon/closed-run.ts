import autocannon from 'autocannon';
import type { ClosedPlan } from '../../model/load-plan.ts';
import type { Ending, Stamped } from '../paced/exchange.ts';
import type { Recorder } from '../paced/recorder.ts';
import type { AutocannonClient } from './client.ts';
import { Lane } from './lane.ts';
import { laneSteps } from './requests.ts';

/** endlessSeconds: the end is not autocannon's to decide; it is the longest that a timer can take, some 23 days. */
const endlessSeconds = 2_000_000;

/** noHistogram: autocannon's own, in whole milliseconds, is not looked at; it takes one that says it is custom as it is. */
const noHistogram = { __custom: true, recordValue: () => {}, destroy: () => {} };

/** ClosedRun: connections that take the scenario's steps in turn, each as soon as the last answer has come. */
export class ClosedRun {
  readonly #plan: ClosedPlan;
  readonly #recorder: Recorder;
  readonly #idPrefix: string;
  readonly #onIdle: () => void;
  #lanes: Lane[] | undefined;
  #open = 0;
  /** begun counts the measured requests; each is a journey of its own. */
  begun = 0;

  constructor(plan: ClosedPlan, recorder: Recorder, idPrefix: string, onIdle: () => void) {
    [this.#plan, this.#recorder, this.#idPrefix, this.#onIdle] = [plan, recorder, idPrefix, onIdle];
  }

  get inFlight(): number {
    return this.#open;
  }

  /** pump opens the connections; called again, it lets them end after the answers that they wait for. */
  readonly pump = (): void => {
    if (this.#lanes !== undefined) return this.sendNoMore();
    this.#lanes = [];
    this.#start(this.#lanes);
  };

  sendNoMore(): void {
    for (const lane of this.#lanes ?? []) lane.finish();
    if (this.#open === 0) this.#onIdle();
  }

  /** giveUp ends every open request as unfinished. */
  giveUp(): void {
    for (const lane of this.#lanes ?? []) lane.giveUp();
    this.#onIdle();
  }

  #start(lanes: Lane[]): void {
    const { baseUrl, timeoutMs, load } = this.#plan;
    const steps = laneSteps(this.#plan);
    const options = {
      url: new URL(baseUrl).origin,
      connections: load.connections,
      duration: endlessSeconds,
      requests: steps.map(({ request }) => request),
      histograms: { latencies: noHistogram, requests: noHistogram, throughput: noHistogram },
      // It would read them up to a second after its last connection has ended.
      skipAggregateResult: true,
      setupClient: (client: unknown) => {
        const lane = client as AutocannonClient;
        lane.timeout = timeoutMs;
        const prefix = `${this.#idPrefix}${lanes.length.toString(36)}-`;
        lanes.push(new Lane(lane, steps, { sent: this.#sent, ended: this.#ended }, prefix));
      },
    };
    autocannon(options, () => {});
  }

  readonly #sent = (request: Stamped): void => {
    this.#open += 1;
    if (this.#recorder.isMeasured(request.planned.scheduledMs)) this.begun += 1;
    this.#recorder.scheduled(request.planned);
    this.#recorder.sent(request);
  };

  readonly #ended = (request: Stamped, ending: Ending): void => {
    this.#open -= 1;
    this.#recorder.ended(request, ending);
    if (ending.kind !== 'unfinished' && this.#recorder.isMeasured(request.planned.scheduledMs)) {
      this.#recorder.measured.journeys[ending.kind === 'ok' ? 'completed' : 'broken'] += 1;
    }
    if (this.#open === 0) this.#onIdle();
  };
}
