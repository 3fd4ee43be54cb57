#!/usr/bin/env node
// Plain JavaScript for any Node.js >= 20: finds the pinned runtime and hands over to main.ts.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { thisMachine, unsupportedPlatform } from './platform.js';
import { runtimeFlags } from './runtime-flags.js';

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

function pinnedNode() {
  try {
    return join(dirname(require.resolve('node/package.json')), 'bin', 'node');
  } catch {
    return undefined;
  }
}

// npm gives a signal to the shell between it and this process, which dies of it and passes nothing on. Our own scripts
// in package.json take the shell's place by `exec`; npx cannot, and npm itself may be killed.
function endWithoutParent() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    askToEnd();
  }, 200);
}

const unsupported = unsupportedPlatform(thisMachine());
if (unsupported !== undefined) {
  process.stderr.write(`rehearse: ${unsupported}\n`);
  process.exit(2);
}

const node = pinnedNode();
if (node === undefined || !existsSync(node)) {
  process.stderr.write('rehearse: the pinned Node.js is not installed; run `npm ci` in the project first.\n');
  process.exit(2);
}

// The fourth pipe tells the child that it is to end, and when this process has gone, even by SIGKILL.
const child = spawn(node, [...runtimeFlags, join(here, 'main.ts'), ...process.argv.slice(2)], {
  stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
  env: { ...process.env, REHEARSE_LAUNCHER_FD: '3' },
});
const toChild = /** @type {import('node:net').Socket} */ (child.stdio[3]);
toChild.on('error', () => {}); // It has ended by itself.
const askToEnd = () => toChild.write('end\n');
// A terminal's Ctrl-C reaches the child by itself, and a second signal would end it at once: it is asked instead.
process.on('SIGINT', askToEnd);
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP']))
  process.on(signal, () => child.kill(signal));
endWithoutParent();
child.on('error', (error) => {
  process.stderr.write(`rehearse: cannot start ${node}: ${error.message}\n`);
  process.exit(1);
});
child.on('exit', (code, signal) => {
  process.exit(code ?? (signal === 'SIGINT' ? 130 : 1));
});
