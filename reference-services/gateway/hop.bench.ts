// What the gateway adds to one request, in time and in CPU: node reference-services/gateway/hop.bench.ts
// The same requests at a constant rate, to a replica directly and through the gateway, in turns.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Agent } from 'undici';

const RATE_PER_S = 500;
const ROUND_MS = 5000;
const ROUNDS = 3;
const METHODS = ['GET', 'POST'] as const;

const agent = new Agent();
const children: ChildProcess[] = [];

async function start(entry: string, environment: Record<string, string>) {
  const script = fileURLToPath(new URL(entry, import.meta.url));
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  for await (const text of createInterface({ input: child.stdout })) {
    const line = JSON.parse(text) as { msg: string; port: number; opsPort: number };
    if (line.msg === 'listening')
      return { address: `127.0.0.1:${line.port}`, ops: `127.0.0.1:${line.opsPort}` };
  }
  throw new Error(`${entry} ended before it was listening; run it alone to see why`);
}

async function one(origin: string, path: string, method: (typeof METHODS)[number]): Promise<number> {
  const startedMs = performance.now();
  const body = method === 'POST' ? '{"first":"Ada","last":"Lovelace","age":36}' : null;
  const { statusCode, body: answer } = await agent.request({ origin, path, method, body });
  await answer.dump();
  if (statusCode >= 300) throw new Error(`${method} ${origin}${path} answered ${statusCode}`);
  return performance.now() - startedMs;
}

async function round(origin: string, path: string, method: (typeof METHODS)[number]): Promise<number[]> {
  const timesMs: Promise<number>[] = [];
  const startedMs = performance.now();
  for (let elapsedMs = 0; elapsedMs < ROUND_MS; elapsedMs = performance.now() - startedMs) {
    while (timesMs.length < (elapsedMs / 1000) * RATE_PER_S) timesMs.push(one(origin, path, method));
    await delay(1);
  }
  return Promise.all(timesMs);
}

async function cpuSeconds(ops: string): Promise<number> {
  const { body } = await agent.request({ origin: `http://${ops}`, path: '/metrics', method: 'GET' });
  return Number(/^process_cpu_seconds_total (\S+)$/m.exec(await body.text())?.[1]);
}

function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.ceil(q * sorted.length) - 1] ?? Number.NaN;
}

function row(name: string, timesMs: number[], cpuMicroseconds: number): string {
  const sorted = timesMs.toSorted((a, b) => a - b);
  const cells = [0.5, 0.9, 0.99].map((q) => quantile(sorted, q).toFixed(3).padStart(8));
  return `${name.padEnd(20)}${cells.join('')}   ${cpuMicroseconds.toFixed(0).padStart(5)} µs of the gateway's CPU`;
}

const directory = await mkdtemp(join(tmpdir(), 'rehearse-hop-'));
try {
  const replica = await start('./fixtures/replica.ts', {});
  const list = join(directory, 'replicas.json');
  const labels = { instance: 'replica-1', ops_address: replica.ops };
  const group = (service: string) => ({ targets: [replica.address], labels: { ...labels, service } });
  await writeFile(list, JSON.stringify([group('events'), group('bookings')]));
  const gateway = await start('./main.ts', { DISCOVERY: `file:${list}`, ACCESS_LOG_SAMPLE: '0' });
  await delay(500);
  const ways = [
    ['direct', `http://${replica.address}`, ''],
    ['through the gateway', `http://${gateway.address}`, '/api'],
  ] as const;
  for (const method of METHODS) {
    const path = method === 'GET' ? '/bookings/1' : '/events';
    const timesMs = new Map<string, number[]>();
    let cpu = 0;
    for (let i = -1; i < ROUNDS; i += 1) {
      for (const [name, origin, prefix] of ways) {
        const before = await cpuSeconds(gateway.ops);
        const times = await round(origin, prefix + path, method);
        if (i < 0) continue;
        if (prefix !== '') cpu += (await cpuSeconds(gateway.ops)) - before;
        timesMs.set(name, [...(timesMs.get(name) ?? []), ...times]);
      }
    }
    console.log(`${method} ${path} at ${RATE_PER_S}/s        p50     p90     p99 ms`);
    for (const [name, times] of timesMs) {
      console.log(row(name, times, name === 'direct' ? 0 : (cpu / times.length) * 1e6));
    }
  }
} finally {
  for (const child of children) child.kill('SIGTERM');
  await rm(directory, { recursive: true });
  await agent.close();
}
