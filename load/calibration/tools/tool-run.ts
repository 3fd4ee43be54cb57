import { execa } from 'execa';
import { cpuSecondsOf } from '../../engines/k6/process-usage.ts';

/** ToolOutput: what a tool wrote, and the CPU time that it used as far as it was seen. */
export interface ToolOutput {
  readonly stdout: Uint8Array;
  readonly cpuSeconds: number;
}

/** lookEveryMs: how often a tool's CPU time is read; the kernel counts it in steps of 10 ms. */
const lookEveryMs = 20;

/** ToolLimits: how long a tool may take, and what it is given to read. */
export interface ToolLimits {
  readonly limitMs: number;
  readonly signal: AbortSignal;
  readonly input?: string | Uint8Array;
}

/** runTool runs a program to its end, at most `limitMs`; it is killed when the signal aborts. Throws when it fails. */
export async function runTool(
  program: string,
  args: readonly string[],
  { limitMs, signal, input }: ToolLimits,
): Promise<ToolOutput> {
  const running = execa(program, args, {
    timeout: limitMs,
    cancelSignal: signal,
    input: input ?? '',
    encoding: 'buffer',
    stripFinalNewline: false,
  });
  let cpuSeconds = 0;
  const look = (): void => {
    cpuSeconds = (running.pid === undefined ? undefined : cpuSecondsOf(running.pid)) ?? cpuSeconds;
  };
  const looking = setInterval(look, lookEveryMs);
  try {
    const { stdout } = await running;
    return { stdout, cpuSeconds };
  } finally {
    clearInterval(looking);
  }
}
