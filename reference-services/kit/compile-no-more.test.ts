import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type LogLine, until } from '../testing/service.ts';

const main = fileURLToPath(new URL('fixtures/one-route.ts', import.meta.url));

/** askUntilGone asks again and again, and counts the answers, until there is none. */
function askUntilGone(url: string): { answers: number; readonly gone: Promise<void> } {
  const asking = { answers: 0, gone: ask() };
  return asking;

  async function ask(): Promise<void> {
    try {
      for (;;) {
        await (await fetch(url)).text();
        asking.answers += 1;
      }
    } catch {
      // It has closed its port.
    }
  }
}

test('a replica that drains under load compiles no more, so that no thread does when it exits', async () => {
  const replica = spawn(process.execPath, ['--trace-opt', main, 'serve'], {
    env: { PATH: process.env['PATH'], DRAIN_DELAY_MS: '500', ACCESS_LOG_SAMPLE: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const output: string[] = [];
    createInterface({ input: replica.stdout }).on('line', (line) => output.push(line));
    const ended = once(replica, 'close');
    const logged = (msg: string) => until(msg, () => output.find((line) => line.includes(`"msg":"${msg}"`)));
    const compiled = (from: number) => output.slice(from).filter((line) => line.startsWith('[compiling'));

    const { port } = JSON.parse(await logged('listening')) as LogLine;
    await logged('ready');
    const asking = askUntilGone(`http://127.0.0.1:${port}/things/1`);
    await until('methods to be compiled', () => compiled(0).length > 20);
    replica.kill('SIGTERM');
    const stopping = output.indexOf(await logged('stopping'));
    const answeredBefore = asking.answers;
    expect((await ended)[0]).toBe(0);
    await asking.gone;
    expect(asking.answers).toBeGreaterThan(answeredBefore + 20);
    expect(compiled(stopping)).toEqual([]);
  } finally {
    replica.kill('SIGKILL');
  }
});
