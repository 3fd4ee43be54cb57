import { Agent } from 'node:http';
import { performance } from 'node:perf_hooks';
import { askReadiness } from '../kit/client.ts';

// A busy replica answers late and is alive all the same; a silent one should not keep its place for longer.
const POLL_TIMEOUT_MS = 1000;
const LEAST_GAP_MS = 25;

/** NotReadyReason: undefined when the replica is ready, otherwise why it is not. */
export type NotReadyReason = string | undefined;

/** Asked: whether the replica said it itself. */
export type Asked = 'answered' | 'silent';

interface Verdict {
  readonly reason: NotReadyReason;
  readonly asked: Asked;
}

/** ReadinessPoll asks a replica's operational /readyz at an interval, beginning at once. */
export class ReadinessPoll {
  readonly #opsAddress: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #onVerdict: (reason: NotReadyReason, asked: Asked) => void;
  readonly #timer: NodeJS.Timeout;
  #asking = false;
  #lastAskedMs = -Infinity;
  #round = 0;

  constructor(
    opsAddress: string,
    intervalMs: number,
    onVerdict: (reason: NotReadyReason, asked: Asked) => void,
  ) {
    this.#opsAddress = opsAddress;
    this.#onVerdict = onVerdict;
    this.#timer = setInterval(() => void this.#poll(), intervalMs);
    void this.#poll();
  }

  /** Asks now instead of at the next interval; asked for often, it still polls no more than 40 times a second. */
  hurry(): void {
    if (performance.now() - this.#lastAskedMs >= LEAST_GAP_MS) void this.#poll();
  }

  /** Forgets a poll that is under way: what it saw is older than what the caller has seen. */
  distrust(): void {
    this.#round += 1;
  }

  close(): void {
    clearInterval(this.#timer);
    this.distrust();
    this.#agent.destroy();
  }

  async #poll(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    this.#lastAskedMs = performance.now();
    const round = this.#round;
    const { reason, asked } = await this.#ask();
    this.#asking = false;
    if (round === this.#round) this.#onVerdict(reason, asked);
  }

  async #ask(): Promise<Verdict> {
    try {
      const readiness = await askReadiness(this.#opsAddress, {
        timeoutMs: POLL_TIMEOUT_MS,
        agent: this.#agent,
      });
      return { reason: reasonOf(readiness), asked: 'answered' };
    } catch (error) {
      return { reason: describe(error), asked: 'silent' };
    }
  }
}

function reasonOf(readiness: Awaited<ReturnType<typeof askReadiness>>): NotReadyReason {
  if (readiness.status === 'ready') return undefined;
  return readiness.reasons.map(({ name, detail }) => `${name}: ${detail}`).join('; ');
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'AbortError' ? `/readyz is silent for ${POLL_TIMEOUT_MS} ms` : error.message;
}
