import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { ServerOptions as HttpsOptions } from 'node:https';
import type { Socket } from 'node:net';
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type RouteHandlerMethod,
  fastify,
} from 'fastify';
import { AllowedMethods } from './allowed-methods.ts';
import { identifiedResponses } from './identified-response.ts';
import { InFlight } from './in-flight.ts';
import type { Logger } from './logger.ts';
import { asProblem, methodNotAllowed, noSuchRoute } from './problem-answers.ts';
import { type Problem, problemContentType } from './problem.ts';
import type { Metrics } from './registry.ts';
import { requestReporter } from './request-report.ts';
import { type TraceContext, incomingTrace, within } from './tracing/trace-context.ts';
import type { ServerSpan, Tracing } from './tracing/tracing.ts';
import { type ZodTypeProvider, noQuery, zodSchemaController } from './validation.ts';

/** App is the public server: routes declare zod schemas, handlers throw a Problem for every error. */
export type App = FastifyInstance<
  Server,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

export interface PublicServer {
  readonly app: App;
  readonly inFlight: InFlight;
}

export interface PublicServerOptions {
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly instanceId: string;
  /** Share of answers that is logged, 0 to 1. */
  readonly accessLogSample: number;
  /** A number from 0 to 1; Math.random unless told. */
  readonly random?: () => number;
  /** What HTTPS takes; without it the port speaks HTTP. */
  readonly https?: HttpsOptions | undefined;
  readonly tracing?: Tracing | undefined;
}

const bodyLimitBytes = 64 * 1024;
const receiveTimeoutMs = 60_000;
const requestIdPattern = /^[\w.:/+=-]{1,128}$/;

declare module 'node:http' {
  interface IncomingMessage {
    /** The id of the request: the client's own, when it is usable. */
    requestId?: string;
    /** What its handler does belongs to: its own span or, while no traces are sent, what its headers name. */
    trace?: TraceContext | undefined;
    /** Its own span, while traces are sent. */
    span?: ServerSpan;
    /** The pattern of the route that answers it, once it is known. */
    route?: string;
    /** Why it is answered with a status of 500 or above. */
    failure?: string;
  }
}

/** createPublicServer makes the public port's server, not listening yet. */
export function createPublicServer(options: PublicServerOptions): PublicServer {
  const app = createApp(options);
  const report = requestReporter(options);
  const { tracing } = options;
  const onRequest = (request: IncomingMessage) => {
    const given = request.headers['x-request-id'];
    request.requestId = typeof given === 'string' && requestIdPattern.test(given) ? given : randomUUID();
    if (tracing !== undefined) request.trace = request.span = tracing.server(request);
    else if (request.headers['traceparent'] !== undefined) request.trace = incomingTrace(request.headers);
    report.started();
  };
  const inFlight = new InFlight(app.server, {
    onRequest,
    onFinished: (finished) => report.finished(finished),
  });
  answerProblems(app, options.log);
  return { app, inFlight };
}

function createApp({ https, instanceId }: PublicServerOptions): App {
  const responses = { ServerResponse: identifiedResponses(instanceId) };
  const app = fastify({
    bodyLimit: bodyLimitBytes,
    requestTimeout: receiveTimeoutMs,
    genReqId: (request) => request.requestId ?? '',
    frameworkErrors: (error, _request, reply) => void sendProblem(reply, asProblem(error)),
    clientErrorHandler: answerUnparsable,
    schemaController: zodSchemaController,
    ...(https ? { https: { ...https, ...responses } } : { http: responses }),
  }).withTypeProvider<ZodTypeProvider>();
  app.removeContentTypeParser('text/plain');
  const allowed = followRoutes(app);
  app.addHook('onRequest', (request, _reply, done) => {
    const { url } = request.routeOptions;
    if (url !== undefined) request.raw.route = url;
    // Now, before a body is read that nobody asked for.
    done(request.is404 ? unanswered(request.method, request.url, allowed) : undefined);
  });
  return app;
}

/** A route that declares what it takes, but no query, takes none. */
function followRoutes(app: App): AllowedMethods {
  const allowed = new AllowedMethods();
  app.addHook('onRoute', (route) => {
    const { method, url, schema } = route;
    allowed.add(url, method);
    if (schema) schema.querystring ??= noQuery;
    route.handler = withinTrace(route.handler);
  });
  return allowed;
}

/** By the time that a body is read, nothing but the request itself knows what it belongs to. */
function withinTrace(handler: RouteHandlerMethod): RouteHandlerMethod {
  return function (request, reply) {
    const { trace } = request.raw;
    if (trace === undefined) return handler.call(this, request, reply);
    return within(trace, () => handler.call(this, request, reply));
  };
}

function unanswered(method: string, url: string, allowed: AllowedMethods): Problem {
  const methods = allowed.at(url.split('?', 1)[0] ?? '');
  return methods.length > 0 ? methodNotAllowed(method, methods) : noSuchRoute(method, url);
}

function answerProblems(app: App, log: Logger): void {
  app.setErrorHandler(async (error, request, reply) => {
    const problem = asProblem(error);
    if (problem.details.status >= 500) noteFailure(request.raw, problem, log);
    return sendProblem(reply, problem);
  });
}

/** What is no fault of ours gets a few words in the access log; anything else a line of its own, with its stack. */
function noteFailure(request: IncomingMessage, problem: Problem, log: Logger): void {
  const { cause = problem } = problem;
  request.failure = cause instanceof Error ? cause.message : String(cause);
  if (problem.details.status !== 500) return;
  const { requestId, route, span } = request;
  within(span, () => log.error({ err: cause, requestId, route }, 'request failed'));
}

/** sendProblem answers with a problem. */
export function sendProblem(reply: FastifyReply, { details, headers }: Problem): FastifyReply {
  return reply
    .code(details.status)
    .headers({ ...headers, 'content-type': problemContentType })
    .send(JSON.stringify(details));
}

const unparsable: Readonly<Record<string, readonly [status: string, slug: string, title: string]>> = {
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    'headers-too-large',
    'The headers are too large',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'request-timeout', 'The request did not arrive in time'],
};

function answerUnparsable(error: Error & { code?: string }, socket: Socket): void {
  const [status, slug, title] = unparsable[error.code ?? ''] ?? [
    '400 Bad Request',
    'malformed-http',
    'Not HTTP',
  ];
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  const body = JSON.stringify({
    type: `urn:rehearse:problem:${slug}`,
    title,
    status: Number.parseInt(status, 10),
  });
  const head = `HTTP/1.1 ${status}\r\nContent-Type: ${problemContentType}\r\nConnection: close\r\n`;
  socket.end(`${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}
