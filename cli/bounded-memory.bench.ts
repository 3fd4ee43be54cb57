import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { enginePart } from './bounded-memory/engine-part.ts';
import { harnessPart } from './bounded-memory/harness-part.ts';
import { runtimeFlags } from './runtime-flags.js';

// What memory does a result of ten million requests take, and its report? `node cli/bounded-memory.bench.ts [requests]`
// Each part in a process of its own, as in a run: the engine's account, the harness with every booking reconciled and all
// reports written, and the report again from the stored result. No network: outcomes are fed in as fast as they can be
// counted. The goal is 300 MB each.

const mebibytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MiB`;
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const self = fileURLToPath(import.meta.url);
const [part, directory = '', count = ''] = process.argv.slice(2);

function inProcess(title: string, args: readonly string[]): void {
  const startedMs = performance.now();
  const out = execFileSync(process.execPath, ['--import', peakAtExit, ...args], { encoding: 'utf8' });
  const [, peakKilobytes = ''] = /^peak (\d+)$/m.exec(out) ?? [];
  const what =
    out
      .replace(/^peak.*$/m, '')
      .trim()
      .split('\n', 1)[0] ?? '';
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
  print(`${title.padEnd(22)} peak RSS ${mebibytes(Number(peakKilobytes) * 1024)}, ${seconds} s. ${what}`);
}

const peakAtExit = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => process.stdout.write('\\npeak ' + process.resourceUsage().maxRSS + '\\n'));",
)}`;

if (part === 'engine') await enginePart(directory, Number(count));
else if (part === 'harness') print(await harnessPart(directory));
else {
  const requests = Number(part ?? 10_000_000);
  const made = mkdtempSync(join(tmpdir(), 'rehearse-bounded-'));
  try {
    print(`${requests.toLocaleString('en')} requests`);
    inProcess('engine', [self, 'engine', made, String(requests)]);
    inProcess('reconcile and report', [...runtimeFlags, self, 'harness', made]);
    inProcess('report again', [
      ...runtimeFlags,
      fileURLToPath(new URL('main.ts', import.meta.url)),
      'report',
      made,
    ]);
    const sizes = ['result.json', 'report.html', 'metrics.om', 'journal.jsonl'].map(
      (name) => `${name} ${(statSync(join(made, name)).size / 1e6).toFixed(1)} MB`,
    );
    print(sizes.join(', '));
  } finally {
    rmSync(made, { recursive: true });
  }
}
