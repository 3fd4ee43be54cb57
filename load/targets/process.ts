import type { SystemSpec } from '../model/system.ts';
import { inDirectory } from './in-directory.ts';
import { LocalTarget, type StartedLocalTarget } from './local-target.ts';
import { ProcessLauncher } from './process-launcher.ts';
import type { StartOptions, Target } from './target.ts';

/**
 * processTarget starts each replica as a process of this machine, on free ports of 127.0.0.1. In a service's command
 * and environment `{host}`, `{port}`, `{opsHost}`, `{opsPort}`, `{instance}` and `{discoveryFile}` are filled in.
 */
export const processTarget = {
  name: 'process',
  form: 'process',
  start: (system: SystemSpec, options: StartOptions): Promise<StartedLocalTarget> =>
    inDirectory(options, (directory, logs) => {
      const launcher = new ProcessLauncher(options.clock, options.guard);
      return new LocalTarget({ ...options, system, launcher, directory, logs }).start();
    }),
} as const satisfies Target;
