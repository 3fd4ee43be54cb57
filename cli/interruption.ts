import { Socket } from 'node:net';

/**
 * listenForInterruption aborts the signal it returns on the first SIGINT, SIGTERM or SIGHUP, or when the launcher has
 * gone. A second Ctrl-C ends the process at once; the reaper then clears up what is left.
 */
export function listenForInterruption(env: NodeJS.ProcessEnv): AbortSignal {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(130);
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
  const gone = (): void => controller.abort();
  pipe.on('end', gone).on('error', gone).resume().unref();
}
