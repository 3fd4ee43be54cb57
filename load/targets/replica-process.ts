import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { RunClock } from '../model/clock.ts';
import type { Guard } from '../model/guard.ts';
import { ReplicaLog } from './replica-log.ts';
import type { Addresses, Exit, RunningReplica } from './running-replica.ts';

/** ProcessLaunch: what one replica is started with as a process. */
export interface ProcessLaunch {
  readonly addresses: Omit<Addresses, 'pid'>;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
}

/** ReplicaProcess: a running replica, leader of a process group of its own. */
export class ReplicaProcess implements RunningReplica {
  readonly addresses: Addresses;
  readonly pid: number | undefined;
  readonly spawnedAtMs: number;
  readonly log: ReplicaLog;
  readonly logDelayMs = 0;
  readonly exited: Promise<Exit>;
  readonly tryByHand: string;
  #asked = false;
  #exit: Exit | undefined;
  readonly #child: ChildProcess;

  constructor(launch: ProcessLaunch, clock: RunClock, guard: Guard) {
    this.log = new ReplicaLog(launch.logFile);
    const [file = '', ...args] = launch.command;
    this.tryByHand = `Check that \`${file}\` is installed and can be run.`;
    const env = { ...launch.environment, ...guard.environment };
    const log = openSync(launch.logFile, 'a', 0o600);
    this.spawnedAtMs = clock.nowMs();
    this.#child = spawn(file, args, { env, detached: true, stdio: ['ignore', log, log] });
    this.pid = this.#child.pid;
    this.addresses = { ...launch.addresses, pid: this.pid };
    if (this.pid !== undefined) guard.adopt(this.pid);
    closeSync(log);
    this.exited = this.#watch(clock, guard);
  }

  get exit(): Exit | undefined {
    return this.#exit;
  }

  get asked(): boolean {
    return this.#asked;
  }

  /** signal asks the replica itself to end, as an orchestrator does; SIGKILL goes to its whole group. */
  async signal(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    this.#asked = true;
    if (this.#exit || this.pid === undefined) return;
    if (signal === 'SIGKILL') killGroup(this.pid);
    else this.#child.kill(signal);
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
