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

/** createOpsServer makes the operational port's server: /livez, /readyz, /metrics. It is not listening yet. */
export function createOpsServer(health: Health, metrics: Metrics, instanceId: string): Server {
  return http.createServer((request, response) => {
    answerTo(request, health, metrics)
      .catch((error: unknown) => asText(500, String(error)))
      .then((answer) => send(response, answer, instanceId))
      .catch(() => response.destroy());
  });
}

async function answerTo(
  { method, url = '', headers }: IncomingMessage,
  health: Health,
  metrics: Metrics,
): Promise<Answer> {
  const path = url.split('?', 1)[0] ?? '';
  if (method === 'GET' || method === 'HEAD') {
    if (path === '/livez') return asJson(200, { status: 'alive' });
    if (path === '/readyz') return readinessAnswer(health);
    if (path === '/metrics') return { status: 200, ...(await metrics.print(headers.accept)) };
  }
  return { ...asJson(404, noSuchRoute(method ?? '', path).details), contentType: problemContentType };
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
