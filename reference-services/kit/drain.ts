import { ConfigError } from './config.ts';
import type { StopCause } from './signals.ts';

/** DrainStep is one part of stopping; steps run one after the other. */
export interface DrainStep {
  /** What is waited for, as the log tells it when the exit is forced. */
  readonly name: string;
  run(): Promise<void> | void;
}

/** exitCodes are what the process ends with. */
export const exitCodes = { drained: 0, crashed: 1, configuration: 2, forced: 3 } as const;

export interface Stopped {
  readonly exitCode: number;
  readonly drainMs: number;
  /** Why the exit was forced, and which step was not done. */
  readonly forced?: { readonly by: string; readonly waitingFor: string };
}

export interface DrainOptions {
  /** Iterated as the steps are taken. */
  readonly steps: () => Iterable<DrainStep>;
  readonly gracePeriodMs: number;
  readonly nowMs: () => number;
  readonly onCause: (cause: StopCause) => void;
  readonly onStepError: (step: string, error: unknown) => void;
  /** Called once, at the end. */
  readonly onStopped: (stopped: Stopped) => void;
}

/**
 * drainer gives the function that every cause to stop goes through. The first cause starts the steps; a second
 * signal, or the end of the grace period, gives up on them.
 */
export function drainer(options: DrainOptions): (cause: StopCause) => void {
  const { steps, gracePeriodMs, nowMs, onCause, onStepError, onStopped } = options;
  let startedMs: number | undefined;
  let waitingFor = '';
  let exitCode: number = exitCodes.drained;
  let stopped = false;

  const end = (code: number, forcedBy?: string) => {
    if (stopped) return;
    stopped = true;
    const drainMs = Math.round(nowMs() - (startedMs ?? nowMs()));
    onStopped({
      exitCode: code,
      drainMs,
      ...(forcedBy !== undefined && { forced: { by: forcedBy, waitingFor } }),
    });
  };
  const drain = async () => {
    for (const step of steps()) {
      waitingFor = step.name;
      try {
        await step.run();
      } catch (error) {
        exitCode ||= exitCodes.crashed;
        onStepError(step.name, error);
      }
    }
    end(exitCode);
  };

  return (cause) => {
    if (stopped) return;
    onCause(cause);
    if (cause.kind === 'crash') exitCode ||= crashCode(cause.error);
    if (startedMs !== undefined) {
      if (cause.kind === 'signal') end(exitCodes.forced, `a second signal (${cause.signal})`);
      return;
    }
    startedMs = nowMs();
    setTimeout(
      () => end(exitCodes.forced, `the end of the grace period (${gracePeriodMs} ms)`),
      gracePeriodMs,
    );
    void drain();
  };
}

function crashCode(error: unknown): number {
  return error instanceof ConfigError ? exitCodes.configuration : exitCodes.crashed;
}
