import { LRUCache } from 'lru-cache';

export interface RateLimitOptions {
  /** Requests per second that go on for ever; 0 lets everything pass. */
  readonly perSecond: number;
  /** Requests that may come at once after a pause. */
  readonly burst: number;
  /** Milliseconds on a monotonic clock. */
  readonly nowMs: () => number;
  /** How many clients are remembered; 10,000 unless told. Who is forgotten begins with a full bucket. */
  readonly remembered?: number;
}

/**
 * RateLimit is a token bucket for each client. Of a bucket only the moment is kept at which it will be full again,
 * which is the generic cell rate algorithm (ITU-T I.371, annex A).
 */
export class RateLimit {
  readonly #msPerRequest: number;
  readonly #burst: number;
  readonly #nowMs: () => number;
  readonly #fullAtMs: LRUCache<string, number>;

  constructor({ perSecond, burst, nowMs, remembered = 10_000 }: RateLimitOptions) {
    this.#msPerRequest = perSecond === 0 ? 0 : 1000 / perSecond;
    this.#burst = burst;
    this.#nowMs = nowMs;
    this.#fullAtMs = new LRUCache({ max: remembered });
  }

  /** How many clients are remembered now. */
  get remembered(): number {
    return this.#fullAtMs.size;
  }

  /** take lets one request pass and gives 0, or gives the milliseconds until one may. */
  take(client: string): number {
    const waitMs = this.waitMs(client);
    if (waitMs > 0 || this.#msPerRequest === 0) return waitMs;
    const nowMs = this.#nowMs();
    const fullAtMs = Math.max(this.#fullAtMs.get(client) ?? 0, nowMs);
    this.#fullAtMs.set(client, fullAtMs + this.#msPerRequest);
    return 0;
  }

  /** waitMs is how long a client must wait for its next request; 0 when it need not. */
  waitMs(client: string): number {
    const fullAtMs = this.#fullAtMs.get(client) ?? 0;
    return Math.max(0, fullAtMs - this.#nowMs() - (this.#burst - 1) * this.#msPerRequest);
  }
}
