import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';

// A small service that keeps the contract between services and harness, or breaks it as BEHAVIOUR says:
//   good (default)  drains: not ready, DRAIN_DELAY_MS, answers what is in flight, exits with 0
//   ignores         takes no notice of SIGTERM
//   drops           exits with 0 at SIGTERM, whatever is in flight
//   dies            says why and exits with 7 before it listens
//   loses-port      the first start (there is no MARKER file yet) listens on TAKEN_PORT, every other on PORT
//   never-ready     listens and never becomes ready
//   no-handler      never-ready, and has no handler for SIGTERM
//   mute            good, but says nothing of itself: no log, no instance
//   crash-on-demand exits with 9 when POST /crash comes
//   fails-while-draining  answers 503 to what is in flight when it is told to stop
//   no-continue     sends no 100 Continue
//   refuses         answers the head of a request with 503 and never reads its body

const { BEHAVIOUR = 'good', HOST, PORT, OPS_PORT, INSTANCE_ID = '', DRAIN_DELAY_MS = '50' } = process.env;
const mute = BEHAVIOUR === 'mute';
const say = (line: object) =>
  void (mute || process.stdout.write(`${JSON.stringify({ ...line, time: Date.now() })}\n`));
const identity: Record<string, string> = mute ? {} : { 'x-instance-id': INSTANCE_ID };

let served = 0;
let active = 0;
let draining = false;
let drainStartedMs = 0;

const publicServer = createServer((request, response) => {
  active += 1;
  response.once('close', () => (active -= 1));
  if (request.url === '/crash') process.exit(9);
  if (request.url?.startsWith('/burn/')) burn(Number(request.url.slice('/burn/'.length)));
  if (BEHAVIOUR === 'refuses') return answer(response, 503, { refused: true });
  let body = '';
  request.on('data', (text: Buffer) => (body += text.toString()));
  request.once('end', () => {
    const fails = draining && BEHAVIOUR === 'fails-while-draining';
    answer(response, fails ? 503 : 200, { ok: true, instance: INSTANCE_ID, bytes: body.length });
  });
});
if (BEHAVIOUR === 'no-continue') {
  publicServer.on('checkContinue', (request, response) => publicServer.emit('request', request, response));
}

function answer(response: ServerResponse, status: number, body: object): void {
  if (draining) response.setHeader('connection', 'close');
  response.writeHead(status, { 'content-type': 'application/json', ...identity });
  response.end(JSON.stringify(body), () => (served += 1));
}

const opsServer = createServer((request, response) => {
  if (request.url?.split('?', 1)[0] === '/metrics') return void response.end(metrics());
  if (request.url === '/discovered') return void response.end(discovered());
  if (request.url === '/environment') return void response.end(JSON.stringify(process.env));
  const ready = !draining && BEHAVIOUR !== 'never-ready' && BEHAVIOUR !== 'no-handler';
  response.writeHead(ready ? 200 : 503, identity);
  const reasons = [{ name: draining ? 'draining' : 'database', detail: 'as asked for' }];
  response.end(JSON.stringify(ready ? { status: 'ready' } : { status: 'not-ready', reasons }));
});

function discovered(): string {
  return readFileSync((process.env['DISCOVERY'] ?? '').replace('file:', ''), 'utf8');
}

function burn(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
}

function metrics(): string {
  const { active: busy, idle } = performance.eventLoopUtilization();
  return [
    '# TYPE http_server_active_requests gauge',
    `http_server_active_requests ${active}`,
    `nodejs_heap_size_used_bytes ${process.memoryUsage().heapUsed}`,
    `nodejs_eventloop_active_seconds_total ${busy / 1000}`,
    `nodejs_eventloop_idle_seconds_total ${idle / 1000}`,
    '',
  ].join('\n');
}

function drain(): void {
  if (BEHAVIOUR === 'ignores') return;
  if (BEHAVIOUR === 'drops') process.exit(0);
  draining = true;
  drainStartedMs = performance.now();
  say({ msg: 'stopping' });
  setTimeout(() => publicServer.close(stopped), Number(DRAIN_DELAY_MS));
}

function stopped(): void {
  const drainMs = Math.round(performance.now() - drainStartedMs);
  say({ msg: 'stopped', served, drainMs, open: { requests: active, connections: 0 }, exitCode: 0 });
  process.exit(0);
}

if (BEHAVIOUR === 'dies') {
  process.stderr.write('DATABASE_URL is missing\n');
  process.exit(7);
}
const firstStart = BEHAVIOUR === 'loses-port' && !existsSync(process.env['MARKER'] ?? '');
if (firstStart && process.env['MARKER']) writeFileSync(process.env['MARKER'], '');
if (BEHAVIOUR !== 'no-handler') process.on('SIGTERM', drain);
opsServer.listen(Number(OPS_PORT), HOST, () => {
  publicServer.listen(Number(firstStart ? process.env['TAKEN_PORT'] : PORT), HOST, () => {
    const [port, opsPort] = [publicServer, opsServer].map((server) => (server.address() as AddressInfo).port);
    say({ msg: 'listening', host: HOST, port, opsHost: HOST, opsPort });
    say({ msg: 'ready', phasesMs: { boot: 1, listening: 2, ready: Math.round(performance.now()) } });
  });
});
