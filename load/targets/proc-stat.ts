import { readFileSync, readdirSync } from 'node:fs';

/** ProcessStat: who a process is, from /proc/PID/stat (proc_pid_stat(5)). */
export interface ProcessStat {
  readonly pid: number;
  /** state: one letter; Z and X are dead already and only wait to be collected. */
  readonly state: string;
  readonly parent: number;
  readonly group: number;
  /** startTicks: when it started, in clock ticks since boot; with the pid it names one process for good. */
  readonly startTicks: number;
}

/** processStat reads one process; undefined when there is none of that pid. */
export function processStat(pid: number): ProcessStat | undefined {
  try {
    return parseProcessStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return undefined;
  }
}

/** allProcesses reads every process of this machine that /proc shows. */
export function allProcesses(): ProcessStat[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => processStat(Number(name)))
    .filter((stat) => stat !== undefined);
}

/** parseProcessStat reads the line; the command's name, in parentheses, may itself hold spaces and parentheses. */
export function parseProcessStat(line: string): ProcessStat {
  const afterName = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const field = (number: number) => afterName[number - 3] ?? '';
  return {
    pid: Number.parseInt(line, 10),
    state: field(3),
    parent: Number(field(4)),
    group: Number(field(5)),
    startTicks: Number(field(22)),
  };
}

/** isDead: it has ended and only waits for its parent to take notice. */
export function isDead({ state }: ProcessStat): boolean {
  return state === 'Z' || state === 'X';
}
