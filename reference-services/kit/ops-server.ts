import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { http } from './node-http.ts';
import type { Health } from './health.ts';
import { noSuchRoute } from './problem-answers.ts';
import { problemContentType } from './problem.ts';
import type { Metrics } from './registry.ts';

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

export interface OpsServerOptions {
  readonly health: Health;
  readonly metrics: Metrics;
  readonly instanceId: string;
  /** Whether POST /metrics?measure=on and off switch them. */
  readonly switchable: boolean;
}

/** createOpsServer makes the operational port's server: /livez, /readyz, /metrics. It is not listening yet. */
export function createOpsServer(options: OpsServerOptions): Server {
  return http.createServer((request, response) => {
    answerTo(request, options)
      .catch((error: unknown) => asText(500, String(error)))
      .then((answer) => send(response, answer, options.instanceId))
      .catch(() => response.destroy());
  });
}

async function answerTo(
  { method, url = '', headers }: IncomingMessage,
  { health, metrics, switchable }: OpsServerOptions,
): Promise<Answer> {
  const [path = '', query] = url.split('?', 2);
  if (method === 'GET' || method === 'HEAD') {
    if (path === '/livez') return asJson(200, { status: 'alive' });
    if (path === '/readyz') return readinessAnswer(health);
    if (path === '/metrics') {
      return { status: 200, ...(await metrics.print(headers.accept, namesIn(query))) };
    }
  }
  if (switchable && method === 'POST' && path === '/metrics') return switchedAnswer(metrics, query);
  return { ...asJson(404, noSuchRoute(method ?? '', path).details), contentType: problemContentType };
}

/** The parameter by which clients of Prometheus in other languages are asked for a few metrics, too. */
function namesIn(query: string | undefined): string[] {
  return query === undefined ? [] : new URLSearchParams(query).getAll('name[]');
}

function switchedAnswer(metrics: Metrics, query: string | undefined): Answer {
  const measure = new URLSearchParams(query).get('measure');
  if (measure !== 'on' && measure !== 'off') return asText(400, 'measure is on or off\n');
  metrics.measure(measure === 'on');
  return asText(200, `${measure}\n`);
}

function readinessAnswer(health: Health): Answer {
  const readiness = health.readiness();
  return asJson(readiness.status === 'ready' ? 200 : 503, readiness);
}

function asJson(status: number, value: unknown): Answer {
  return { status, contentType: 'application/json; charset=utf-8', body: JSON.stringify(value) };
}

function asText(status: number, body: string): Answer {
  return { status, contentType: 'text/plain; charset=utf-8', body };
}

function send(response: ServerResponse, { status, contentType, body }: Answer, instanceId: string): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-instance-id': instanceId,
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
