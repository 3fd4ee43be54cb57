import type { onRequestHookHandler } from 'fastify';
import type { App } from '../kit/server.ts';
import { sendProblem } from '../kit/server.ts';
import type { Admission } from './admission.ts';
import { Exchange, type ExchangeOptions } from './exchange.ts';
import { bodyTooLarge } from './refusals.ts';

/** Everything the gateway routes begins with this, and the services know nothing of it. */
const PREFIX = '/api';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Which service answers which paths. The patterns are also the route label of metrics, so they are few. */
export const ROUTES: Readonly<Record<string, readonly string[]>> = {
  events: ['/events', '/events/:id', '/events/*', '/locations', '/locations/:id', '/locations/*'],
  bookings: [
    '/events/:eventId/bookings',
    '/bookings',
    '/bookings/:id',
    '/bookings/*',
    '/users',
    '/users/:id',
    '/users/:id/bookings',
    '/users/*',
  ],
};

/** PUBLIC_READING: what may be read without a token: all that this service answers. */
export const PUBLIC_READING = 'events';

/** routePatterns are the patterns of all routes as clients ask for them. */
export const routePatterns: readonly string[] = Object.values(ROUTES).flatMap((patterns) =>
  patterns.map((pattern) => PREFIX + pattern),
);

export interface RouteOptions extends Omit<ExchangeOptions, 'prefix' | 'limitMs'> {
  readonly admission: Pick<Admission, 'hook'>;
  /** How long a replica may keep silent on the route with this pattern. */
  readonly limitMsOf: (pattern: string) => number;
}

/** RouteAll makes the app pass on every route of the table. Bodies are streamed, whatever their type. */
export function routeAll(app: App, { admission, limitMsOf, ...options }: RouteOptions): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _body, done) => done(null));
  for (const [service, patterns] of Object.entries(ROUTES)) {
    const admit = admission.hook({ publicReading: service === PUBLIC_READING });
    for (const pattern of patterns) {
      const limitMs = limitMsOf(PREFIX + pattern);
      routeOne(app, service, pattern, admit, { ...options, limitMs, prefix: PREFIX });
    }
  }
}

function routeOne(
  app: App,
  service: string,
  pattern: string,
  admit: onRequestHookHandler,
  options: ExchangeOptions,
): void {
  app.route({
    method: METHODS,
    url: PREFIX + pattern,
    exposeHeadRoute: false,
    onRequest: admit,
    handler: (request, reply) => {
      const { bodyLimitBytes } = options;
      if (Number(request.headers['content-length'] ?? 0) > bodyLimitBytes)
        return void sendProblem(reply, bodyTooLarge(bodyLimitBytes));
      new Exchange(
        {
          request: request.raw,
          response: reply.raw,
          service,
          onAnswer: () => void reply.hijack(),
          onProblem: (problem) => void sendProblem(reply, problem),
        },
        options,
      ).attempt();
    },
  });
}
