import type { Warning } from '../model/warning.ts';
import type { Delivery } from './post.ts';

/** Trouble counts the pushes that did not arrive, and words what is to be known of them. */
export class Trouble {
  readonly #shown: string;
  readonly #onFirst: (message: string) => void;
  #pushes = 0;
  #failed = 0;
  #first: Extract<Delivery, { arrived: false }> | undefined;
  #lastArrived = true;

  /** shown: the server's URL without secrets; onFirst is told when the first push has failed. */
  constructor(shown: string, onFirst: (message: string) => void) {
    [this.#shown, this.#onFirst] = [shown, onFirst];
  }

  take(delivery: Delivery): void {
    this.#pushes += 1;
    this.#lastArrived = delivery.arrived;
    if (delivery.arrived) return;
    this.#failed += 1;
    if (this.#first !== undefined) return;
    this.#first = delivery;
    this.#onFirst(`Prometheus at ${this.#shown} did not take a push: ${delivery.reason}; the run goes on.`);
  }

  warnings(): Warning[] {
    if (this.#first === undefined) return [];
    const end = this.#lastArrived
      ? 'The last one arrived, with how the run ended.'
      : 'The last one, with how the run ended, did not arrive.';
    return [
      {
        code: 'prometheus-push',
        message: `Prometheus at ${this.#shown} took ${this.#pushes - this.#failed} of ${this.#pushes} pushes; the first that failed: ${this.#first.reason}. ${end}`,
        advice: adviceFor(this.#first),
      },
    ];
  }
}

function adviceFor({ status }: Extract<Delivery, { arrived: false }>): string {
  if (status === undefined) return 'See that it runs and can be reached; metrics.om holds the whole run.';
  if (status === 401 || status === 403) return 'Give --prometheus a URL with user:password@.';
  return 'Start Prometheus 3 with --web.enable-otlp-receiver; metrics.om holds the whole run.';
}
