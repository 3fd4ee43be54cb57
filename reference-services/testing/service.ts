import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { compileCache } from './compile-cache.ts';

export interface LogLine {
  readonly msg: string;
  readonly port?: number;
  readonly opsPort?: number;
  readonly [key: string]: unknown;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunningService extends AsyncDisposable {
  readonly pid: number;
  /** Addresses of the public and the operational port, once it listens. */
  readonly url: string;
  readonly opsUrl: string;
  readonly lines: readonly LogLine[];
  readonly exited: Promise<Exit>;
  /** line waits for a log line that fits. */
  line(msg: string, fits?: (line: LogLine) => boolean): Promise<LogLine>;
  kill(signal: NodeJS.Signals): void;
}

export type Variables = Readonly<Record<string, string>>;

export interface Output {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const deadlineMs = 20_000;
const quickly = { DRAIN_DELAY_MS: '50', ACCESS_LOG_SAMPLE: '0' };

/** launch spawns a service by its main file, relative to reference-services/; it need not be listening yet. */
export function launch(main: string, variables: Variables = {}): Omit<RunningService, 'url' | 'opsUrl'> {
  const child = spawnMain(main, ['serve'], { ...quickly, ...variables });
  const lines: LogLine[] = [];
  const reader = createInterface({ input: child.stdout! });
  reader.on('line', (text) => lines.push(JSON.parse(text) as LogLine));
  let ended = false;
  const exited = once(child, 'close').then((values: unknown[]): Exit => {
    ended = true;
    const [code, signal] = values as [Exit['code'], Exit['signal']];
    return { code, signal };
  });
  return {
    pid: child.pid!,
    lines,
    exited,
    kill: (signal) => void child.kill(signal),
    line: (msg, fits = () => true) =>
      until(`${main} to log ${JSON.stringify(msg)}`, () => {
        const found = lines.find((line) => line.msg === msg && fits(line));
        if (!found && ended)
          throw new Error(`${main} ended before it logged ${msg}: ${JSON.stringify(lines)}`);
        return found;
      }),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** startService launches a service and waits until it listens. */
export async function startService(main: string, variables: Variables = {}): Promise<RunningService> {
  const service = launch(main, variables);
  const { port, opsPort } = await service.line('listening');
  return Object.assign(service, { url: `http://127.0.0.1:${port}`, opsUrl: `http://127.0.0.1:${opsPort}` });
}

/** startReady starts a service and waits until it is ready. */
export async function startReady(main: string, variables: Variables = {}): Promise<RunningService> {
  const service = await startService(main, variables);
  try {
    await service.line('ready');
  } catch (error) {
    await service[Symbol.asyncDispose]();
    throw error;
  }
  return service;
}

/** runCommand runs a service's command to its end. */
export async function runCommand(main: string, args: string[], variables: Variables = {}): Promise<Output> {
  const child = spawnMain(main, args, variables);
  const output = { stdout: '', stderr: '' };
  child.stdout!.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr!.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}

/** until waits for `look` to give something, looking again and again. */
export async function until<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const endMs = Date.now() + deadlineMs;
  while (Date.now() < endMs) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`waited ${deadlineMs} ms for ${what}`);
}

function spawnMain(main: string, args: string[], variables: Variables): ChildProcess {
  const file = fileURLToPath(new URL(`../${main}`, import.meta.url));
  const { PATH } = process.env;
  return spawn(process.execPath, [file, ...args], {
    env: { ...(PATH !== undefined && { PATH }), ...compileCache, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
