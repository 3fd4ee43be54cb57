import { listenForInterruption } from './interruption.ts';
import { rehearse } from './program.ts';

const terminal = process.stderr.isTTY
  ? { columns: process.stderr.columns, color: process.stderr.hasColors() }
  : undefined;

const exitCode = await rehearse(process.argv.slice(2), {
  out: process.stdout,
  err: process.stderr,
  env: process.env,
  workingDirectory: process.cwd(),
  terminal,
  interrupted: listenForInterruption(process.env),
});

// Streams may still hold output when they are pipes; the exit waits for them.
process.stdout.write('', () => process.stderr.write('', () => process.exit(exitCode)));
