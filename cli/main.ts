import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { listenForInterruption } from './interruption.ts';

const interrupted = listenForInterruption(process.env);
// The next command begins in half the time; where nothing can be written, nothing is kept. What measures is started
// without it: a figure is not to depend on what ran before.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/rehearse', import.meta.url)));
const { rehearse } = await import('./program.ts');

const terminal = process.stderr.isTTY
  ? { columns: process.stderr.columns, color: process.stderr.hasColors() }
  : undefined;

const exitCode = await rehearse(process.argv.slice(2), {
  out: process.stdout,
  err: process.stderr,
  env: process.env,
  workingDirectory: process.cwd(),
  terminal,
  interrupted,
});

// Streams may still hold output when they are pipes; the exit waits for them.
process.stdout.write('', () => process.stderr.write('', () => process.exit(exitCode)));
