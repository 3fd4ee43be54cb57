import { negotiate } from '@fastify/accept-negotiator';
import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import { noSuchRoute } from '../../kit/problem-answers.ts';
import { Problem } from '../../kit/problem.ts';
import type { App } from '../../kit/server.ts';
import { pagePatterns } from '../../web/pages.ts';
import type { BuiltPage, Encoding, PageFile } from './built-page.ts';
import { alwaysAsked, foreverCached, pageHeaders } from './page-headers.ts';

/** addPageRoutes serves the web page: one document for all of its pages, and the files that it names. */
export function addPageRoutes(
  app: App,
  page: Pick<BuiltPage, 'file'>,
  onRequest: onRequestHookHandler,
): void {
  for (const pattern of pagePatterns) {
    app.get(pattern, { onRequest }, async (request, reply) => {
      const document = await page.file('index.html');
      if (document === undefined) throw noPage();
      return sendFile(request, reply, document, alwaysAsked);
    });
  }
  for (const [pattern, cacheControl] of [
    ['/assets/*', foreverCached],
    ['/favicon.svg', alwaysAsked],
  ] as const) {
    app.get(pattern, { onRequest }, async (request, reply) => {
      const [path = ''] = request.url.slice(1).split('?', 1);
      const file = await page.file(path);
      if (file === undefined) throw noSuchRoute(request.method, request.url);
      return sendFile(request, reply, file, cacheControl);
    });
  }
}

function sendFile(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  { etag, contentType, bodies }: PageFile,
  cacheControl: string,
): FastifyReply {
  reply.headers({ ...pageHeaders, etag, 'cache-control': cacheControl });
  if (isNamed(etag, headers['if-none-match'])) return reply.code(304).send();
  const encoding = encodingFor(headers['accept-encoding'], bodies);
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  return reply.type(contentType).send(bodies.get(encoding));
}

/** The smallest that the client takes; as it is where it takes none of them. */
function encodingFor(accepted: string | undefined, bodies: PageFile['bodies']): Encoding {
  const there = (['br', 'gzip', 'identity'] as const).filter((encoding) => bodies.has(encoding));
  return (accepted === undefined ? null : negotiate(accepted, there)) ?? 'identity';
}

/** As RFC 9110, 13.1.2 has it: any of the list, whether weak or not. */
function isNamed(etag: string, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(',').some((tag) => tag.trim() === '*' || opaque(tag) === opaque(etag));
}

function opaque(tag: string): string {
  return tag.trim().replace(/^W\//, '');
}

function noPage(): Problem {
  return new Problem({
    status: 404,
    slug: 'no-page',
    title: 'The web page is not here',
    detail:
      'It was not built beside this gateway, which answers under /api all the same. `npm run build` makes it; PAGE_DIRECTORY says where it is.',
  });
}
