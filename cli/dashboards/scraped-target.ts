import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { processTarget } from '../../load/targets/process.ts';
import type { StartedTarget, Target } from '../../load/targets/target.ts';

const lookMs = 200;

/**
 * scraped is the process target with its discovery file kept where a Prometheus looks: of the system that was started
 * last, because each experiment starts its own. `onStarted` is told of each.
 */
export function scraped(
  target: typeof processTarget,
  targets: string,
  onStarted: (started: StartedTarget) => void,
  teardown: AsyncDisposableStack,
): Target {
  let discovery: string | undefined;
  let written = '';
  const copy = (): void => {
    const now = discovery === undefined ? '[]' : textOf(discovery);
    if (now === written) return;
    writeFileSync(`${targets}.next`, now);
    renameSync(`${targets}.next`, targets);
    written = now;
  };
  const timer = setInterval(copy, lookMs);
  teardown.defer(() => clearInterval(timer));
  return {
    ...target,
    start: async (system, options) => {
      const started = await target.start(system, options);
      discovery = started.discoveryFile;
      copy();
      onStarted(started);
      return started;
    },
  };
}

/** textOf: no replicas once the system has been stopped and its directory is gone. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '[]';
  }
}
