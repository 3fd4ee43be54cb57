import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadObservationSchema, type LoadProgress } from '../../model/load-observation.ts';
import type { LoadPlan } from '../../model/load-plan.ts';
import { Problem } from '../../model/problem.ts';
import type { LoadResult } from '../engine.ts';
import { storedJournal } from './journal-file.ts';
import { engineFiles, type FromEngine, type ToEngine } from './messages.ts';
import { tailOf } from './tail.ts';

/** defaultStartDeadlineMs: how long the process may take until it begins to send. */
const defaultStartDeadlineMs = 20_000;

interface Exit {
  readonly how: string;
  readonly written: boolean;
}

/** EngineProcess: an engine's process as its parent sees it. */
export class EngineProcess {
  readonly directory: string;
  readonly #child: ChildProcess;
  readonly #onProgress: (progress: LoadProgress) => void;
  readonly #tail: () => string;
  readonly #begun = Promise.withResolvers<void>();
  readonly #exit: Promise<Exit>;
  /** killedBecause: why this side has killed it. */
  #killedBecause: string | undefined;

  /**
   * spawn starts an engine's script with a plan in a private directory, which the caller removes when the result is in.
   * `nodeFlags` come before the script.
   */
  static async spawn(
    script: URL,
    plan: LoadPlan,
    onProgress: (progress: LoadProgress) => void,
    env: Readonly<Record<string, string>> = {},
    nodeFlags: readonly string[] = [],
  ): Promise<EngineProcess> {
    const directory = await directoryWith(plan);
    return new EngineProcess([...nodeFlags, fileURLToPath(script)], directory, onProgress, env);
  }

  private constructor(
    program: readonly string[],
    directory: string,
    onProgress: (progress: LoadProgress) => void,
    env: Readonly<Record<string, string>>,
  ) {
    this.directory = directory;
    this.#onProgress = onProgress;
    this.#child = spawn(process.execPath, [...program, directory], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...process.env, ...env },
    });
    this.#tail = tailOf(this.#child.stderr!);
    this.#exit = this.#watch();
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  /** started resolves when the process has begun to send; rejects with the Problem of `result` when it ended before. */
  async started(
    result: Promise<LoadResult>,
    startDeadlineMs: number = defaultStartDeadlineMs,
  ): Promise<void> {
    const late = `the load engine did not begin to send within ${startDeadlineMs} ms.`;
    const deadline = setTimeout(() => this.kill(late), startDeadlineMs);
    try {
      await Promise.race([this.#begun.promise, result]);
    } finally {
      clearTimeout(deadline);
    }
  }

  /** result waits for the end of the process and reads what it left. Throws a Problem when it left nothing. */
  async result(): Promise<LoadResult> {
    const { how, written } = await this.#exit;
    if (!written) throw this.#problem(how);
    const files = engineFiles(this.directory);
    const observation = loadObservationSchema.parse(JSON.parse(await readFile(files.observation, 'utf8')));
    return { observation, journal: storedJournal(files.journal) };
  }

  tell(message: ToEngine): void {
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  kill(because = 'the load engine was killed before it had a result.'): void {
    this.#killedBecause ??= because;
    this.#child.kill('SIGKILL');
  }

  #watch(): Promise<Exit> {
    let written = false;
    this.#child.on('message', (message: FromEngine) => {
      if (message.type === 'started') this.#begun.resolve();
      if (message.type === 'progress') this.#onProgress(message.progress);
      if (message.type !== 'written') return;
      written = true;
      // It has nothing left to do, and an end of its own may hang: https://github.com/nodejs/node/issues/54918.
      this.#child.kill('SIGKILL');
    });
    return new Promise((resolve) => {
      this.#child.on('error', (error) => resolve({ how: error.message, written: false }));
      this.#child.on('close', (code, signal) => resolve({ how: signal ?? `exit code ${code}`, written }));
    });
  }

  #problem(how: string): Problem {
    if (this.#killedBecause !== undefined) return new Problem('harness', this.#killedBecause);
    const detail = this.#tail();
    return new Problem('harness', `the load engine (process ${this.pid}) ended without a result: ${how}.`, {
      next: 'read the end of its error output below; start the run again.',
      ...(detail === '' ? {} : { detail }),
    });
  }
}

async function directoryWith(plan: LoadPlan): Promise<string> {
  let directory: string | undefined;
  try {
    directory = await mkdtemp(join(tmpdir(), 'rehearse-engine-'));
    await writeFile(engineFiles(directory).plan, JSON.stringify(plan));
    return directory;
  } catch (error) {
    if (directory !== undefined) await rm(directory, { recursive: true, force: true });
    const message = `the load engine cannot write its plan below ${tmpdir()}: ${(error as Error).message}.`;
    throw new Problem('harness', message, { next: 'make room there, or set TMPDIR.', cause: error });
  }
}
