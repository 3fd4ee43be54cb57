import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { allProcesses, isDead, processStat, type ProcessStat } from '../../load/targets/proc-stat.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

/** Harness: the command as a user starts it, in a working and a temporary directory of its own. */
export interface Harness {
  readonly process: ChildProcess;
  readonly workingDirectory: string;
  readonly temporaryDirectory: string;
  stdout(): string;
  stderr(): string;
  /** ended resolves with the exit code, or the signal, once the process is gone and its output has been read. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

/** Program: what is run, and where if not in a working directory of its own. */
export interface Program {
  readonly command: string;
  readonly before: readonly string[];
  readonly directory?: string;
}

const itself: Program = { command: process.execPath, before: [main] };

/** startHarness runs `rehearse` with arguments in a session of its own; it is ended with the test, however that goes. */
export function startHarness(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  { command, before, directory }: Program = itself,
): Harness {
  const workingDirectory = mkdtempSync(join(tmpdir(), 'rehearse-test-work-'));
  const temporaryDirectory = mkdtempSync(join(tmpdir(), 'rehearse-test-tmp-'));
  const child = spawn(command, [...before, ...args], {
    cwd: directory ?? workingDirectory,
    detached: true,
    env: { ...process.env, TMPDIR: temporaryDirectory, XDG_RUNTIME_DIR: temporaryDirectory, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'close').then(
    ([code, signal]) => (code ?? signal) as number | NodeJS.Signals | null,
  );
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
    rmSync(workingDirectory, { recursive: true, force: true });
    rmSync(temporaryDirectory, { recursive: true, force: true });
  });
  return {
    process: child,
    workingDirectory,
    temporaryDirectory,
    stdout: () => stdout,
    stderr: () => stderr,
    ended,
  };
}

/** Descendant: a process that was started by another or by one that it started. */
export interface Descendant {
  readonly pid: number;
  readonly startTicks: number;
}

/** descendantsOf gives every process below `pid`, whatever session or group it has moved to. */
export function descendantsOf(pid: number): Descendant[] {
  const children = Map.groupBy(allProcesses(), ({ parent }) => parent);
  const below = (parent: number): ProcessStat[] =>
    (children.get(parent) ?? []).flatMap((child) => [child, ...below(child.pid)]);
  return below(pid);
}

/** isRunning tells whether it is still the same process, and not a zombie. */
export function isRunning({ pid, startTicks }: Descendant): boolean {
  const stat = processStat(pid);
  return stat !== undefined && stat.startTicks === startTicks && !isDead(stat);
}

/** until waits for a condition, and throws what it waited for after the limit. */
export async function until(
  what: string,
  limitMs: number,
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  const giveUpAt = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > giveUpAt) throw new Error(`waited ${limitMs} ms in vain: ${what}`);
    await delay(25);
  }
}
