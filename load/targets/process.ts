import { mkdir } from 'node:fs/promises';
import { Problem } from '../model/problem.ts';
import type { SystemSpec } from '../model/system.ts';
import { ProcessTarget, type StartedProcessTarget } from './process-target.ts';
import type { StartOptions, Target } from './target.ts';

/**
 * processTarget starts each replica as a process of this machine, on free ports of 127.0.0.1. In a service's command
 * and environment `{host}`, `{port}`, `{opsHost}`, `{opsPort}`, `{instance}` and `{discoveryFile}` are filled in.
 */
export const processTarget = {
  name: 'process',
  async start(system: SystemSpec, options: StartOptions): Promise<StartedProcessTarget> {
    options.signal?.throwIfAborted();
    const directory = await options.guard.makeDirectory('target');
    const logs = options.logDirectory ?? directory;
    try {
      await mkdir(logs, { recursive: true });
      return await new ProcessTarget({ ...options, system, directory, logs }).start();
    } catch (error) {
      await options.guard.removeDirectory(directory);
      throw unwritable(error) ?? error;
    }
  },
} as const satisfies Target;

const cannotWrite = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'ENOTDIR']);

function unwritable(cause: unknown): Problem | undefined {
  const { code = '', path = '' } = cause as NodeJS.ErrnoException;
  if (!cannotWrite.has(code) || path === '') return undefined;
  return new Problem('harness', `Cannot write ${path}: ${code}.`, {
    next: 'Free some space, or set TMPDIR to a writable directory that has it.',
    cause,
  });
}
