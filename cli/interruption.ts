import { Socket } from 'node:net';

/**
 * listenForInterruption aborts the signal it returns on the first SIGINT, SIGTERM or SIGHUP, or when the launcher says so
 * or has gone. A second signal ends the process at once; the reaper then clears up what is left.
 */
export function listenForInterruption(env: NodeJS.ProcessEnv): AbortSignal {
  const controller = new AbortController();
  let signalled = false;
  const interrupt = (): void => {
    if (signalled) process.exit(130);
    signalled = true;
    controller.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  if (env['REHEARSE_LAUNCHER_FD'] !== undefined)
    watchLauncher(Number(env['REHEARSE_LAUNCHER_FD']), controller);
  return controller.signal;
}

function watchLauncher(fd: number, controller: AbortController): void {
  delete process.env['REHEARSE_LAUNCHER_FD'];
  const pipe = new Socket({ fd, readable: true, writable: false });
  const end = (): void => controller.abort();
  pipe.on('data', end).on('end', end).on('error', end).unref();
}
