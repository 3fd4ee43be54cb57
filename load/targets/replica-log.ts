import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { z } from 'zod';

const count = z.int().nonnegative();
const readyLine = z.object({ msg: z.literal('ready'), phasesMs: z.record(z.string(), z.number()) });
const stoppedLine = z.object({
  msg: z.literal('stopped'),
  served: count,
  drainMs: z.number(),
  open: z.object({ requests: count, connections: count }),
});

/** StoppedLine: a replica's own account of its end. */
export type StoppedLine = z.infer<typeof stoppedLine>;

const headBytes = 256 * 1024;
const tailBytes = 64 * 1024;

/**
 * ReplicaLog reads what a replica writes. The replica has the file itself as its standard output, so that nothing
 * of the harness is in its way; its start is at the file's head, and its end at the tail.
 */
export class ReplicaLog {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** speaksOurs: it has announced that it listens, in the words that the reference services use. */
  speaksOurs(): boolean {
    return this.#head().some((line) => line.includes('"msg":"listening"'));
  }

  /** reportedPhasesMs: how long each phase of its start took by its own clock; undefined until it has said so. */
  reportedPhasesMs(): Record<string, number> | undefined {
    return firstOf(this.#head(), readyLine)?.phasesMs;
  }

  /** inspectorUrl: where Node.js said that its inspector listens; undefined where it has none. */
  inspectorUrl(): string | undefined {
    return this.#head().flatMap((line) => /^Debugger listening on (ws:\S+)$/.exec(line)?.[1] ?? [])[0];
  }

  /** stopped: its last line, where that is the account of its end. */
  stopped(): StoppedLine | null {
    return firstOf(this.#tail().slice(-1), stoppedLine) ?? null;
  }

  /** tail: its last lines, as one text. */
  tail(lines = 20): string {
    return this.#tail().slice(-lines).join('\n');
  }

  #head(): string[] {
    return linesOf(read(this.path, () => 0, headBytes));
  }

  #tail(): string[] {
    return linesOf(read(this.path, (size) => Math.max(0, size - tailBytes), tailBytes));
  }
}

function firstOf<T>(lines: readonly string[], schema: z.ZodType<T>): T | undefined {
  for (const line of lines) {
    const parsed = schema.safeParse(parse(line));
    if (parsed.success) return parsed.data;
  }
  return undefined;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

function read(path: string, from: (size: number) => number, length: number): string {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(length);
    const bytes = readSync(file, buffer, 0, length, from(fstatSync(file).size));
    return buffer.toString('utf8', 0, bytes);
  } finally {
    closeSync(file);
  }
}
