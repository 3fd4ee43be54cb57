import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Guard } from '../model/guard.ts';

/** GuardLog: a guard that writes down what it was told; what is left in `adopted` and `directories` was leaked. */
export interface GuardLog extends Guard {
  readonly adopted: Set<number>;
  readonly directories: Set<string>;
}

/** loggingGuard ends what is left when the test is over, so that a failed test leaves nothing. */
export function loggingGuard(atEnd: (run: () => void) => void = onTestFinished): GuardLog {
  const adopted = new Set<number>();
  const directories = new Set<string>();
  atEnd(() => {
    for (const pid of adopted) endGroup(pid);
    for (const path of directories) rmSync(path, { recursive: true, force: true });
  });
  return {
    environment: { UNDER_TEST: 'yes' },
    adopted,
    directories,
    adopt: (pid) => void adopted.add(pid),
    release: (pid) => void adopted.delete(pid),
    adoptDirectory: (path) => void directories.add(path),
    releaseDirectory: (path) => void directories.delete(path),
    adoptEngine: () => ({ 'rehearse.test': String(process.pid) }),
    releaseEngine: () => {},
    adoptStopped: () => {},
    releaseStopped: () => {},
    makeDirectory: async (label) => {
      const path = join(tmpdir(), `rehearse-test-${label}-${randomBytes(6).toString('hex')}`);
      directories.add(path);
      await mkdir(path, { mode: 0o700 });
      return path;
    },
    removeDirectory: async (path) => {
      await rm(path, { recursive: true, force: true });
      directories.delete(path);
    },
  };
}

/** temporaryDirectory is removed when the test is over. */
export function temporaryDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'rehearse-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function endGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
