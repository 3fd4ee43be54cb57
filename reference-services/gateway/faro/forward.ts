import { Pool } from 'undici';
import type { Logger } from '../../kit/logger.ts';

const limitMs = 2000;
const mostUnderWay = 32;

export type ForwardOutcome = 'forwarded' | 'failed' | 'dropped';

export interface ForwardOptions {
  readonly log: Logger;
  readonly onOutcome: (outcome: ForwardOutcome) => void;
}

/** Forward passes beacons on as they came, each within 2 s or not at all; nobody waits for it. */
export class Forward {
  readonly #url: URL;
  readonly #pool: Pool;
  readonly #options: ForwardOptions;
  readonly #underWay = new Set<Promise<void>>();
  #failing = false;

  constructor(url: string, options: ForwardOptions) {
    this.#url = new URL(url);
    this.#options = options;
    this.#pool = new Pool(this.#url.origin, { connections: 4, connectTimeout: limitMs });
  }

  send(body: string): void {
    if (this.#underWay.size >= mostUnderWay) return this.#options.onOutcome('dropped');
    const sending = this.#post(body)
      .then((failure) => this.#tell(failure))
      .finally(() => this.#underWay.delete(sending));
    this.#underWay.add(sending);
  }

  /** close waits for what is under way. */
  async close(): Promise<void> {
    await Promise.all(this.#underWay);
    await this.#pool.destroy();
  }

  /** Resolves to what went wrong, if anything did. */
  async #post(body: string): Promise<string | undefined> {
    try {
      const answer = await this.#pool.request({
        method: 'POST',
        path: this.#url.pathname + this.#url.search,
        headers: { 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(limitMs),
      });
      await answer.body.dump();
      return answer.statusCode < 300 ? undefined : `it answered ${answer.statusCode}`;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** An outage is one line in the log, and its end another. */
  #tell(failure: string | undefined): void {
    const { log, onOutcome } = this.#options;
    onOutcome(failure === undefined ? 'forwarded' : 'failed');
    const failing = failure !== undefined;
    if (failing === this.#failing) return;
    this.#failing = failing;
    const to = this.#url.host;
    if (failing) log.warn({ to, reason: failure }, 'beacons cannot be passed on');
    else log.info({ to }, 'beacons are passed on again');
  }
}
