import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { K6Output } from './remote-write.ts';
import { readTold, type Told } from './told.ts';

/** K6Order: what k6 is started with. */
export interface K6Order {
  readonly program: string;
  readonly planFile: string;
  readonly summaryFile: string;
  readonly idPrefix: string;
  readonly output: K6Output;
}

/** K6End: how k6 ended; `said` is the end of what it had to say. */
export interface K6End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly said: string;
}

const mostLinesKept = 20;
const script = fileURLToPath(new URL('../../k6/rehearse.ts', import.meta.url));

/**
 * startK6 runs the script. Its events come on k6's error output among what k6 says itself: when this process is gone,
 * k6's next line ends it by SIGPIPE. Settings of the user's environment that would change the load are kept out.
 */
export function startK6(
  { program, planFile, summaryFile, idPrefix, output }: K6Order,
  onTold: (told: Told) => void,
): { readonly child: ChildProcess; readonly ended: Promise<K6End> } {
  const given = { REHEARSE_PLAN: planFile, REHEARSE_SUMMARY: summaryFile, REHEARSE_ID_PREFIX: idPrefix };
  const args = ['run', '--quiet', '--no-color', '--no-usage-report', '--log-format=raw', '--address='];
  args.push('--new-machine-readable-summary', '--summary-mode=compact', ...output.args);
  args.push(...Object.entries(given).flatMap(([name, value]) => ['-e', `${name}=${value}`]), script);
  const child = spawn(program, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...withoutK6Settings(), ...output.env },
  });
  const kept: string[] = [];
  const lines = createInterface({ input: child.stderr });
  lines.on('line', (line) => {
    const told = readTold(line);
    if (told !== undefined) onTold(told);
    else if (kept.push(line) > mostLinesKept) kept.shift();
  });
  const said = (): string => kept.join('\n');
  const read = new Promise<void>((resolve) => void lines.once('close', resolve));
  const ended = new Promise<K6End>((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, said: error.message }));
    child.once('exit', (code, signal) => void read.then(() => resolve({ code, signal, said: said() })));
  });
  return { child, ended };
}

function withoutK6Settings(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('K6_')));
}
