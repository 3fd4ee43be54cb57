import { readDocument } from './openapi-source.ts';
import type { App } from './server.ts';

/** serveDocument answers GET /openapi.json with the service's OpenAPI document, read when it is first asked for. */
export function serveDocument(app: App, name: Parameters<typeof readDocument>[0]): void {
  app.get('/openapi.json', { schema: {} }, async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(await readDocument(name)),
  );
}
