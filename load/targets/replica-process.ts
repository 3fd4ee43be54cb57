import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { RunClock } from '../model/clock.ts';
import type { Guard } from '../model/guard.ts';
import { ReplicaLog } from './replica-log.ts';

/** Exit: how and when a process ended; `error` where it could not be started at all. */
export interface Exit {
  readonly atMs: number;
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly error?: string;
}

/** Launch: what one replica is started with. */
export interface Launch {
  readonly service: string;
  readonly name: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly port: number;
  readonly opsPort: number;
  readonly readyPath: string;
  readonly metricsPath: string;
  readonly logFile: string;
}

/** ReplicaProcess: a running replica, leader of a process group of its own. */
export class ReplicaProcess {
  readonly launch: Launch;
  readonly pid: number | undefined;
  readonly spawnedAtMs: number;
  readonly log: ReplicaLog;
  readonly exited: Promise<Exit>;
  /** asked: it was told to end; an exit without that is unexpected. */
  asked = false;
  #exit: Exit | undefined;
  readonly #child: ChildProcess;

  constructor(launch: Launch, clock: RunClock, guard: Guard) {
    this.launch = launch;
    this.log = new ReplicaLog(launch.logFile);
    const [file = '', ...args] = launch.command;
    const env = { ...launch.environment, ...guard.environment };
    const log = openSync(launch.logFile, 'a', 0o600);
    this.spawnedAtMs = clock.nowMs();
    this.#child = spawn(file, args, { env, detached: true, stdio: ['ignore', log, log] });
    this.pid = this.#child.pid;
    if (this.pid !== undefined) guard.adopt(this.pid);
    closeSync(log);
    this.exited = this.#watch(clock, guard);
  }

  /** exit: how it ended; undefined while it runs. */
  get exit(): Exit | undefined {
    return this.#exit;
  }

  /** signal asks the replica itself to end, as an orchestrator does; SIGKILL goes to its whole group. */
  signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    this.asked = true;
    if (this.#exit || this.pid === undefined) return;
    if (signal === 'SIGKILL') killGroup(this.pid);
    else this.#child.kill(signal);
  }

  /** end asks it to end, kills it after graceMs (at once for 0), and resolves when it has ended. */
  async end(graceMs: number): Promise<Exit> {
    this.signal(graceMs > 0 ? 'SIGTERM' : 'SIGKILL');
    const kill = setTimeout(() => this.signal('SIGKILL'), graceMs);
    const exit = await this.exited;
    clearTimeout(kill);
    return exit;
  }

  #watch(clock: RunClock, guard: Guard): Promise<Exit> {
    return new Promise((resolve) => {
      const ended = (exit: Omit<Exit, 'atMs'>) => {
        this.#exit ??= { atMs: clock.nowMs(), ...exit };
        this.#clear(guard);
        resolve(this.#exit);
      };
      this.#child.once('exit', (exitCode, signal) => ended({ exitCode, signal }));
      this.#child.once('error', (error) => ended({ exitCode: null, signal: null, error: error.message }));
    });
  }

  // Whatever it left behind in its group ends with it.
  #clear(guard: Guard): void {
    if (this.pid === undefined) return;
    killGroup(this.pid);
    guard.release(this.pid);
  }
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}
