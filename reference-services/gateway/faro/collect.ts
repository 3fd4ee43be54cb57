import type { IncomingMessage } from 'node:http';
import type { onRequestHookHandler } from 'fastify';
import { LRUCache } from 'lru-cache';
import { Problem } from '../../kit/problem.ts';
import type { App } from '../../kit/server.ts';
import type { RateLimit } from '../rate-limit.ts';
import { tooManyRequests } from '../refusals.ts';
import { type Beacon, beacon, beaconHeaders } from './beacon.ts';

const largestBytes = 64 * 1024;
const rememberedKeys = 10_000;

export interface CollectOptions {
  /** Of a remote address. */
  readonly limit: RateLimit;
  /** Called once for each beacon, however often it is sent, with its body as it came. */
  readonly onBeacon: (beacon: Beacon, body: string) => void;
}

/** addCollectRoute takes what Faro's web SDK sends. It belongs into a scope of its own, since bodies are read here. */
export function addCollectRoute(app: App, { limit, onBeacon }: CollectOptions): void {
  const bodies = readBodies(app);
  const keys = new LRUCache<string, true>({ max: rememberedKeys });
  app.post(
    '/faro/collect',
    { schema: { body: beacon, headers: beaconHeaders }, bodyLimit: largestBytes, onRequest: admit(limit) },
    async (request, reply) => {
      const key = request.headers['idempotency-key'];
      if (key === undefined || !keys.has(key)) onBeacon(request.body, bodies.get(request.raw) ?? '');
      if (key !== undefined) keys.set(key, true);
      return reply.code(202).send();
    },
  );
}

/** Keeps the text of a body beside what it says, for whoever is to get it unchanged. */
function readBodies(app: App): WeakMap<IncomingMessage, string> {
  const bodies = new WeakMap<IncomingMessage, string>();
  // Names that would change an object's prototype are left out: what else a beacon holds is none of ours to refuse.
  const parse = app.getDefaultJsonParser('remove', 'remove');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    bodies.set(request.raw, String(body));
    return parse(request, String(body), done);
  });
  return bodies;
}

function admit(limit: RateLimit): onRequestHookHandler {
  return ({ raw }, _reply, done) => {
    const waitMs = limit.take(raw.socket.remoteAddress ?? 'unknown');
    if (waitMs > 0) return done(tooManyRequests(waitMs));
    const { 'content-encoding': encoding = 'identity' } = raw.headers;
    done(encoding === 'identity' ? undefined : encoded(encoding));
  };
}

function encoded(encoding: string): Problem {
  return new Problem({
    status: 415,
    slug: 'unsupported-media-type',
    title: 'The body is of a type that is not understood',
    detail: `Send it as it is, not encoded as ${encoding.slice(0, 50)}.`,
  });
}
