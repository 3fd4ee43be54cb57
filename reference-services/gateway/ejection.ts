/** CallOutcome is what a call says of its replica; `undecided` when it was the client who ended it, or who is at fault. */
export type CallOutcome = 'good' | 'undecided' | EjectionReason;

/**
 * EjectionReason is how a replica failed last: `status` is an answer of 500 or above that is not a deliberate refusal,
 * the others are kinds of failure.
 */
export type EjectionReason = 'status' | 'connect' | 'reset' | 'protocol' | 'timeout' | 'truncated';

export interface EjectionOptions {
  /** So many failures in a row eject. */
  readonly consecutiveFailures: number;
  /** How long the first ejection lasts; each that follows soon lasts twice as long as the one before. */
  readonly baseMs: number;
  readonly maxMs: number;
  /** On a clock that nobody sets. */
  readonly nowMs: () => number;
  /** Asked before an ejection; others must be there to take over. */
  readonly mayEject: () => boolean;
  readonly onEjected: (reason: EjectionReason, durationMs: number) => void;
  /** Called when it fails and must be kept all the same, once for each row of failures. */
  readonly onKept: (reason: EjectionReason) => void;
  readonly onReturned: () => void;
}

/**
 * Ejection keeps a replica that fails again and again from being sent requests, for a while. Then one request is a
 * trial: if it goes well the replica is back, otherwise it stays out for twice as long.
 */
export class Ejection {
  readonly #options: EjectionOptions;
  #failures = 0;
  #durationMs = 0;
  #trialFromMs: number | undefined;
  #returnedMs = -Infinity;
  #trial: object | undefined;

  constructor(options: EjectionOptions) {
    this.#options = options;
  }

  get ejected(): boolean {
    return this.#trialFromMs !== undefined;
  }

  /** Whether the next call is to be the trial. */
  get due(): boolean {
    return (
      this.#trialFromMs !== undefined &&
      this.#trial === undefined &&
      this.#options.nowMs() >= this.#trialFromMs
    );
  }

  /** begin is told of each call to the replica. */
  begin(call: object): void {
    if (this.due) this.#trial = call;
  }

  /** end is told once what became of a call. Of a replica that is out only the trial counts. */
  end(call: object, outcome: CallOutcome): void {
    if (this.ejected) {
      if (call === this.#trial) this.#decide(outcome);
    } else if (outcome === 'good') this.#failures = 0;
    else if (outcome !== 'undecided') this.#count(outcome);
  }

  #decide(outcome: CallOutcome): void {
    this.#trial = undefined;
    if (outcome === 'undecided') return;
    if (outcome !== 'good') return this.#eject(outcome);
    this.#trialFromMs = undefined;
    this.#failures = 0;
    this.#returnedMs = this.#options.nowMs();
    this.#options.onReturned();
  }

  #count(reason: EjectionReason): void {
    const { consecutiveFailures, mayEject, onKept } = this.#options;
    this.#failures += 1;
    if (this.#failures < consecutiveFailures) return;
    if (mayEject()) this.#eject(reason);
    else if (this.#failures === consecutiveFailures) onKept(reason);
  }

  #eject(reason: EjectionReason): void {
    const { nowMs, baseMs, maxMs, onEjected } = this.#options;
    // Having been in for as long as it was out, it begins anew.
    const isRepeated = this.ejected || nowMs() - this.#returnedMs < this.#durationMs;
    this.#durationMs = isRepeated ? Math.min(maxMs, this.#durationMs * 2) : baseMs;
    this.#trialFromMs = nowMs() + this.#durationMs;
    onEjected(reason, this.#durationMs);
  }
}

/** mostEjected is how many of the ready replicas of a service may be out at once: a share, and never all of them. */
export function mostEjected(ready: number, maxPercent: number): number {
  return Math.max(0, Math.min(Math.floor((ready * maxPercent) / 100), ready - 1));
}
