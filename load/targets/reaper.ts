import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { EndSignal, Guard } from '../model/guard.ts';
import { Problem } from '../model/problem.ts';
import { processStat } from './proc-stat.ts';
import { markLabel, markVariable, type ReaperMessage } from './reaper-messages.ts';

/** Reaper: a guard in a process and session of its own, which no signal to the harness reaches. */
export interface Reaper extends Guard {
  readonly pid: number;
  /** close ends whatever is still adopted, removes its directories, and resolves when the reaper itself has ended. */
  close(): Promise<void>;
}

const script = fileURLToPath(new URL('reaper-process.ts', import.meta.url));
const smallHeap = ['--max-semi-space-size=1', '--max-old-space-size=32', '--v8-pool-size=1'];
const startDeadlineMs = 10_000;

/** startReaper starts the reaper; to be called before anything else is started. Throws a Problem where it cannot. */
export async function startReaper(): Promise<Reaper> {
  const mark = randomBytes(12).toString('hex');
  const child = spawn(process.execPath, [...smallHeap, script, mark], {
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
    cwd: '/',
    env: {},
  });
  await untilReady(child);
  return new ReaperConnection(child, mark);
}

async function untilReady(child: ChildProcess): Promise<void> {
  const deadline = AbortSignal.timeout(startDeadlineMs);
  const { stdout } = child;
  try {
    const ended = once(child, 'exit', { signal: deadline }).then(() => Promise.reject(new Error('it ended')));
    await Promise.race([once(stdout!, 'data', { signal: deadline }), ended]);
  } catch (cause) {
    child.kill('SIGKILL');
    throw new Problem('harness', `The reaper (${script}) did not start within ${startDeadlineMs} ms.`, {
      next: 'Check that this machine can start another Node.js process.',
      cause,
    });
  }
  stdout!.destroy();
}

class ReaperConnection implements Reaper {
  readonly pid: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly #child: ChildProcess;
  readonly #input: Writable;
  /** How often each engine was adopted and not released, by its socket. */
  readonly #engines = new Map<string, number>();
  #ended = false;

  constructor(child: ChildProcess, mark: string) {
    this.pid = child.pid!;
    this.environment = { [markVariable]: mark };
    this.#child = child;
    this.#input = child.stdin!;
    child.once('exit', () => (this.#ended = true));
    this.#input.on('error', () => (this.#ended = true));
    // Neither keeps the harness alive: its end is what the reaper waits for.
    child.unref();
    (this.#input as Writable & { unref(): void }).unref();
  }

  adopt(pid: number, endSignal: EndSignal = 'SIGTERM'): void {
    const stat = processStat(pid);
    if (!stat) return;
    const { startTicks, group } = stat;
    this.#send({ do: 'adopt', process: { pid, startTicks, group: group === pid, endSignal } });
  }

  release(pid: number): void {
    if (!this.#ended) this.#send({ do: 'release', pid });
  }

  adoptDirectory(path: string): void {
    this.#send({ do: 'adopt-directory', path });
  }

  releaseDirectory(path: string): void {
    if (!this.#ended) this.#send({ do: 'release-directory', path });
  }

  adoptEngine(socketPath: string): Readonly<Record<string, string>> {
    this.#send({ do: 'adopt-engine', socketPath });
    this.#engines.set(socketPath, (this.#engines.get(socketPath) ?? 0) + 1);
    return { [markLabel]: this.environment[markVariable] ?? '' };
  }

  releaseEngine(socketPath: string): void {
    const others = (this.#engines.get(socketPath) ?? 0) - 1;
    this.#engines.set(socketPath, others);
    if (others <= 0 && !this.#ended) this.#send({ do: 'release-engine', socketPath });
  }

  adoptStopped(socketPath: string, containerIds: readonly string[]): void {
    this.#send({ do: 'adopt-stopped', socketPath, containerIds });
  }

  releaseStopped(containerIds: readonly string[]): void {
    if (!this.#ended) this.#send({ do: 'release-stopped', containerIds });
  }

  async makeDirectory(label: string): Promise<string> {
    const path = join(tmpdir(), `rehearse-${label}-${randomBytes(6).toString('hex')}`);
    this.adoptDirectory(path);
    try {
      await mkdir(path, { mode: 0o700 });
      return path;
    } catch (cause) {
      this.releaseDirectory(path);
      const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
      throw new Problem('harness', `Cannot make a temporary directory in ${tmpdir()}: ${code}.`, {
        next: 'Set TMPDIR to a writable directory with free space.',
        cause,
      });
    }
  }

  async removeDirectory(path: string): Promise<void> {
    await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    this.releaseDirectory(path);
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.ref();
    const exited = once(this.#child, 'exit');
    this.#input.end();
    await exited;
  }

  // A small write to a pipe with room is done when `write` returns: a SIGKILL right after it comes too late.
  #send(message: ReaperMessage): void {
    if (this.#ended) {
      throw new Problem(
        'harness',
        `The reaper (pid ${this.pid}) has ended: nothing would end what is started now.`,
        {
          next: 'Run again; if it was killed for want of memory, free some first.',
        },
      );
    }
    this.#input.write(`${JSON.stringify(message)}\n`);
  }
}
