// What the gateway adds to one request, in time and in CPU: node reference-services/gateway/hop.bench.ts
// The same requests at a constant rate, in turns: to a replica directly, through the gateway with a token that it has
// verified before, and through the gateway with a token that it has not.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import { Agent } from 'undici';

const RATE_PER_S = 500;
const ROUND_MS = 5000;
const ROUNDS = 3;
const METHODS = ['GET', 'POST'] as const;
const PATHS = { GET: '/bookings/1', POST: '/events' };

/** One way to a replica. */
interface Way {
  readonly name: string;
  readonly origin: string;
  readonly prefix: string;
  readonly tokens: 'known' | 'new';
}

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

const { publicKey, privateKey } = await generateKeyPair('ES256');

function signToken(n: number): Promise<string> {
  return new SignJWT({ jti: String(n) })
    .setProtectedHeader({ alg: 'ES256', kid: 'bench' })
    .setIssuer('rehearse')
    .setAudience('booking-platform')
    .setSubject('018f0000-0000-7000-8000-000000000001')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(privateKey);
}

let signed = 0;

/** As many tokens as a round takes; they are signed before it begins. */
async function tokensFor(way: Way): Promise<() => string> {
  const count = way.tokens === 'new' ? (RATE_PER_S * ROUND_MS) / 1000 + RATE_PER_S : 1;
  const tokens: string[] = [];
  for (let n = 0; n < count; n += 1) {
    if (way.tokens === 'new') signed += 1;
    tokens.push(await signToken(way.tokens === 'new' ? signed : 0));
  }
  let next = 0;
  return () => tokens[next++ % tokens.length] ?? '';
}

async function one(
  { origin, prefix }: Way,
  method: (typeof METHODS)[number],
  token: string,
): Promise<number> {
  const startedMs = performance.now();
  const path = prefix + PATHS[method];
  const body = method === 'POST' ? '{"first":"Ada","last":"Lovelace","age":36}' : null;
  const { statusCode, body: answer } = await agent.request({
    origin,
    path,
    method,
    body,
    headers: { authorization: `Bearer ${token}` },
  });
  await answer.dump();
  if (statusCode >= 300) throw new Error(`${method} ${origin}${path} answered ${statusCode}`);
  return performance.now() - startedMs;
}

async function round(way: Way, method: (typeof METHODS)[number]): Promise<number[]> {
  const token = await tokensFor(way);
  const timesMs: Promise<number>[] = [];
  const startedMs = performance.now();
  for (let elapsedMs = 0; elapsedMs < ROUND_MS; elapsedMs = performance.now() - startedMs) {
    while (timesMs.length < (elapsedMs / 1000) * RATE_PER_S) timesMs.push(one(way, method, token()));
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
  return `${name.padEnd(28)}${cells.join('')}   ${cpuMicroseconds.toFixed(0).padStart(5)} µs of the gateway's CPU`;
}

const directory = await mkdtemp(join(tmpdir(), 'rehearse-hop-'));
try {
  const replica = await start('./fixtures/replica.ts', {});
  const list = join(directory, 'replicas.json');
  const labels = { instance: 'replica-1', ops_address: replica.ops };
  const group = (service: string) => ({ targets: [replica.address], labels: { ...labels, service } });
  await writeFile(list, JSON.stringify([group('events'), group('bookings')]));
  const keys = join(directory, 'token-keys.json');
  await writeFile(keys, JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'bench' }] }));
  const gateway = await start('./main.ts', {
    DISCOVERY: `file:${list}`,
    TOKEN_KEYS: `file:${keys}`,
    // A limit that is looked at, and never reached.
    RATE_LIMIT_PER_SECOND: '1000000',
    RATE_LIMIT_BURST: '1000000',
    ACCESS_LOG_SAMPLE: '0',
  });
  await delay(500);
  const [direct, through] = [`http://${replica.address}`, `http://${gateway.address}`];
  const ways: readonly Way[] = [
    { name: 'direct', origin: direct, prefix: '', tokens: 'known' },
    { name: 'gateway, known token', origin: through, prefix: '/api', tokens: 'known' },
    { name: 'gateway, new token', origin: through, prefix: '/api', tokens: 'new' },
  ];
  for (const method of METHODS) {
    const seen = new Map(ways.map((way) => [way, { timesMs: [] as number[], cpuSeconds: 0 }]));
    for (let i = -1; i < ROUNDS; i += 1) {
      for (const [way, { timesMs }] of seen) {
        const before = await cpuSeconds(gateway.ops);
        const times = await round(way, method);
        if (i < 0) continue;
        timesMs.push(...times);
        seen.get(way)!.cpuSeconds += (await cpuSeconds(gateway.ops)) - before;
      }
    }
    console.log(`${method} ${PATHS[method]} at ${RATE_PER_S}/s`.padEnd(28) + '     p50     p90     p99 ms');
    for (const [{ name }, { timesMs, cpuSeconds: cpu }] of seen)
      console.log(row(name, timesMs, (cpu / timesMs.length) * 1e6));
  }
} finally {
  for (const child of children) child.kill('SIGTERM');
  await rm(directory, { recursive: true });
  await agent.close();
}
