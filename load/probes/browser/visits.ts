import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BrowserObservation, PageVisitSeen } from '../../model/browser-observation.ts';
import type { Guard } from '../../model/guard.ts';
import { Problem } from '../../model/problem.ts';
import { behindOthers } from './behind-others.ts';
import type { FromVisitor, ToVisitor, VisitOrder } from './messages.ts';
import { summariesOf } from './summaries.ts';
import { visitLimitMs } from './visit-page.ts';

const script = fileURLToPath(new URL('visitor.ts', import.meta.url));
const startDeadlineMs = 30_000;

/** endDeadlineMs: after a visit that is under way, and at once. */
const endDeadlineMs = { 'after-visit': visitLimitMs + 5_000, 'at-once': 2_000 } as const;

/** VisitsMade: what was seen, and the bookings that were acknowledged, by id. */
export interface VisitsMade {
  readonly observation: BrowserObservation;
  readonly booked: readonly string[];
  /** failure: why the browser ended before it was told to; undefined where it did not. */
  readonly failure: string | undefined;
}

/** Visits: a browser, driven by a process of its own, that visits pages, one after the other. */
export class Visits {
  readonly #guard: Guard;
  readonly #directory: string;
  readonly #child: ChildProcess;
  readonly #ready = Promise.withResolvers<string>();
  readonly #gone = Promise.withResolvers<void>();
  readonly #seen: PageVisitSeen[] = [];
  readonly #booked: string[] = [];
  #version = '';
  #failure: string | undefined;
  #finished: Promise<VisitsMade> | undefined;

  /** prepare starts the browser, which then waits. Throws a Problem where it does not come up. */
  static async prepare(order: VisitOrder, guard: Guard): Promise<Visits> {
    const visits = new Visits(guard, await guard.makeDirectory('web'));
    try {
      await visits.#prepare(order);
      return visits;
    } catch (error) {
      await visits.finish('at-once');
      throw error;
    }
  }

  private constructor(guard: Guard, directory: string) {
    this.#guard = guard;
    this.#directory = directory;
    // People's browsers have cores of their own: where it must share, the load that is measured comes first.
    const [program, args] = behindOthers(process.execPath, [script]);
    this.#child = spawn(program, args, {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      // The browser has the mark of the guard as well, and keeps what it writes where the guard removes it.
      env: { ...process.env, ...guard.environment, TMPDIR: directory, XDG_RUNTIME_DIR: directory },
    });
    if (this.#child.pid !== undefined) guard.adopt(this.#child.pid);
    // Whoever is past the start never looks at this promise.
    this.#ready.promise.catch(() => {});
    this.#child.on('message', (message: FromVisitor) => this.#hear(message));
    this.#child.once('error', (error) => this.#end(error.message));
    this.#child.once('close', (code, signal) =>
      this.#end(`it ended by itself (${signal ?? `exit code ${code}`})`),
    );
  }

  /** begin has the visits begin. */
  begin(): void {
    this.#tell({ type: 'begin' });
  }

  /** finish ends the visits, and resolves when the browser has gone. One that is under way then does not count. */
  finish(how: keyof typeof endDeadlineMs): Promise<VisitsMade> {
    this.#finished ??= this.#whenGone(this.#failure);
    this.#tell({ type: 'stop', atOnce: how === 'at-once' });
    const late = setTimeout(() => this.#child.kill('SIGKILL'), endDeadlineMs[how]);
    void this.#gone.promise.then(() => clearTimeout(late));
    return this.#finished;
  }

  async #prepare(order: VisitOrder): Promise<void> {
    const late = `it was not there within ${startDeadlineMs} ms`;
    const deadline = setTimeout(() => this.#ready.reject(new Error(late)), startDeadlineMs);
    this.#tell({ type: 'prepare', order });
    try {
      this.#version = await this.#ready.promise;
    } catch (cause) {
      throw new Problem('harness', `the browser ${order.executablePath} did not come up.`, {
        next: 'See whether it starts by itself with --headless, or leave --with-browser out.',
        detail: (cause as Error).message,
        cause,
      });
    } finally {
      clearTimeout(deadline);
    }
  }

  async #whenGone(failure: string | undefined): Promise<VisitsMade> {
    await this.#gone.promise;
    if (this.#child.pid !== undefined) this.#guard.release(this.#child.pid);
    await this.#guard.removeDirectory(this.#directory);
    return { observation: this.#observation(), booked: this.#booked, failure };
  }

  #observation(): BrowserObservation {
    const visits = this.#seen;
    const failed = visits.filter(({ failure }) => failure !== null).length;
    const summaries = summariesOf(visits);
    return { kind: 'browser', version: this.#version, visitLimitMs, visits, failed, summaries };
  }

  #hear(message: FromVisitor): void {
    if (message.type === 'ready') this.#ready.resolve(message.version);
    if (message.type === 'failed') this.#failure ??= message.message;
    if (message.type !== 'visited') return;
    this.#booked.push(...message.visited.booked);
    if (!message.late) this.#seen.push(message.visited.seen);
  }

  #end(how: string): void {
    this.#failure ??= how;
    this.#ready.reject(new Error(this.#failure));
    this.#gone.resolve();
  }

  #tell(message: ToVisitor): void {
    if (this.#child.connected) this.#child.send(message, () => {});
  }
}
