import type { Watched } from './probe.ts';
import { scrape, sumOf } from './metrics-scrape.ts';
import { Ticker } from './ticker.ts';

const metric = 'messages_repeated_total';
const everyMs = 250;

/** Redelivered counts messages that came to consumers again, from the metrics of replicas that come and go. */
export class Redelivered {
  readonly #replicas: () => readonly Watched[];
  readonly #first = new Map<string, number>();
  readonly #last = new Map<string, number>();
  readonly #ticker: Ticker;

  constructor(replicas: () => readonly Watched[]) {
    this.#replicas = replicas;
    this.#ticker = new Ticker(everyMs, () => this.#look());
  }

  /** finish looks once more and gives the sum over all replicas; null where none of them tells. */
  async finish(): Promise<number | null> {
    await this.#ticker.stop();
    await this.#look();
    if (this.#last.size === 0) return null;
    return [...this.#last].reduce((sum, [name, value]) => sum + value - (this.#first.get(name) ?? 0), 0);
  }

  async #look(): Promise<void> {
    await Promise.all(this.#replicas().map((replica) => this.#lookAt(replica)));
  }

  async #lookAt({ name, metricsUrl }: Watched): Promise<void> {
    const value = sumOf(await scrape(metricsUrl), metric);
    if (value === undefined) return;
    if (!this.#first.has(name)) this.#first.set(name, value);
    this.#last.set(name, value);
  }
}
