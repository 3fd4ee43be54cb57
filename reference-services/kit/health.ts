/** Reason is one thing that keeps a replica from being ready. */
export interface Reason {
  readonly name: string;
  readonly detail: string;
}

/** Readiness is what /readyz answers; `warnings` name what is broken but does not keep requests from being served. */
export type Readiness =
  | { readonly status: 'ready'; readonly warnings?: readonly Reason[] }
  | {
      readonly status: 'not-ready';
      readonly reasons: readonly Reason[];
      readonly warnings?: readonly Reason[];
    };

/** Dependency is something a replica needs; whoever watches it reports here. */
export interface Dependency {
  isReady(): void;
  isNotReady(detail: string): void;
}

export interface DependencyOptions {
  /** What /readyz says until the first report. */
  readonly detail: string;
  /** Whether requests need it (the default); otherwise it appears among the warnings only. */
  readonly required?: boolean;
}

interface State {
  readonly required: boolean;
  detail: string | undefined;
}

/** Health keeps the last report of every dependency, so that /readyz answers at once whatever hangs. */
export class Health {
  readonly #states = new Map<string, State>();
  readonly #listeners: (() => void)[] = [];
  #draining = false;

  /** dependency adds a named readiness check, not ready until its watcher says so. */
  dependency(name: string, { detail, required = true }: DependencyOptions): Dependency {
    const state: State = { required, detail };
    this.#states.set(name, state);
    return {
      isReady: () => this.#report(state, undefined),
      isNotReady: (reported) => this.#report(state, reported),
    };
  }

  /** startDraining makes the replica not ready for good. */
  startDraining(): void {
    this.#draining = true;
  }

  get draining(): boolean {
    return this.#draining;
  }

  readiness(): Readiness {
    const reasons = this.#reported(true);
    if (this.#draining) reasons.unshift({ name: 'draining', detail: 'the replica was told to stop' });
    const warnings = this.#reported(false);
    const noted = warnings.length > 0 ? { warnings } : {};
    return reasons.length === 0 ? { status: 'ready', ...noted } : { status: 'not-ready', reasons, ...noted };
  }

  /** onFirstReady calls `listener` once, when the replica is ready for the first time. */
  onFirstReady(listener: () => void): void {
    this.#listeners.push(listener);
    this.#tellListeners();
  }

  #report(state: State, detail: string | undefined): void {
    state.detail = detail;
    this.#tellListeners();
  }

  #tellListeners(): void {
    if (this.readiness().status !== 'ready') return;
    for (const listener of this.#listeners.splice(0)) listener();
  }

  #reported(required: boolean): Reason[] {
    const reasons: Reason[] = [];
    for (const [name, state] of this.#states) {
      if (state.required === required && state.detail !== undefined)
        reasons.push({ name, detail: state.detail });
    }
    return reasons;
  }
}
