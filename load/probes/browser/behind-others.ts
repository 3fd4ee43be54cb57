/**
 * behindOthers: how to run a program so that it, and all that it starts, gets of the cores what others leave: under
 * SCHED_IDLE (sched(7)). Niceness alone does not do that: where it may, as root, Chromium gives its threads more than
 * others have. Without chrt, or where that is not allowed, the program is run all the same.
 */
export function behindOthers(program: string, args: readonly string[]): readonly [string, readonly string[]] {
  return ['sh', ['-c', 'chrt -i -p 0 $$ 2>/dev/null; exec "$0" "$@"', program, ...args]];
}
