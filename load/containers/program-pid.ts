import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const forkedWithinMs = 100;

/**
 * programPid gives the process of the program that a container was started for: the only child of its first process,
 * which passes signals on and collects the dead. undefined where this machine does not show it.
 */
export async function programPid(firstPid: number): Promise<number | undefined> {
  const untilMs = performance.now() + forkedWithinMs;
  for (;;) {
    const children = childrenOf(firstPid);
    if (children?.length === 1) return children[0];
    if (children === undefined || children.length > 1 || performance.now() > untilMs) return undefined;
    await delay(2);
  }
}

/** childrenOf reads /proc/PID/task/PID/children (proc_pid_task_children(5)). */
function childrenOf(pid: number): number[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return text === '' ? [] : text.split(' ').map(Number);
  } catch {
    return undefined;
  }
}
