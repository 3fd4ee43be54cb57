import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';

/** Awake: whether processors with nothing to do are kept from sleeping, until it is disposed of. */
export interface Awake extends Disposable {
  readonly kept: boolean;
  /** text says it for a result, and where they may sleep, why. */
  readonly text: string;
}

/** AwakeFiles: where the kernel takes the request, and says what puts processors to sleep. */
interface AwakeFiles {
  readonly request: string;
  readonly driver: string;
}

const linuxFiles: AwakeFiles = {
  request: '/dev/cpu_dma_latency',
  driver: '/sys/devices/system/cpu/cpuidle/current_driver',
};

/**
 * keepAwake asks the kernel to let idle processors poll in place of sleeping: a latency request of 0 µs, which holds for
 * as long as the file is open, and ends with this process at the latest (Linux, power/pm_qos_interface.rst; cyclictest
 * does the same). Who wakes a sleeping processor waits for it, and pays for it in CPU time: on a virtual machine it
 * sleeps on the host, which gives its core to others meanwhile. Polling counts as idle time. Never throws.
 */
export function keepAwake(files: AwakeFiles = linuxFiles): Awake {
  const driver = textOf(files.driver)?.trim() ?? 'none';
  if (driver === 'none') return asleep('the kernel leaves their sleep to the hardware or the host');
  let request: number | undefined;
  try {
    request = openSync(files.request, 'r+');
    writeSync(request, new Uint8Array(Int32Array.of(0).buffer));
  } catch (error) {
    if (request !== undefined) closeSync(request);
    const { code } = error as NodeJS.ErrnoException;
    return asleep(`no keeping them from it without write access to ${files.request} (${code})`);
  }
  const open = request;
  let held = true;
  return {
    kept: true,
    text: 'kept awake',
    [Symbol.dispose]() {
      if (held) closeSync(open);
      held = false;
    },
  };
}

/** asleep: nothing is asked of the kernel, and why. */
export function asleep(why: string): Awake {
  return { kept: false, text: `may sleep: ${why}`, [Symbol.dispose]() {} };
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
