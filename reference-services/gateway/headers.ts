import type { IncomingMessage } from 'node:http';
import type { TraceContext } from '../kit/tracing/trace-context.ts';

/** Headers that speak of one connection only (RFC 9110, 7.6.1), beside what Connection itself names. */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade']);

/** Headers of a request that the gateway answers or writes itself; a token is for the gateway alone. */
const OWN = new Set([
  'host',
  'expect',
  'authorization',
  'x-user-id',
  'x-request-id',
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-host',
]);

function namedByConnection(connection: string | undefined): readonly string[] {
  if (connection === undefined || connection === 'keep-alive' || connection === 'close') return [];
  return connection.split(',').map((name) => name.trim().toLowerCase());
}

function staysHere(name: string, named: readonly string[]): boolean {
  return HOP_BY_HOP.has(name) || name.startsWith('proxy-') || named.includes(name);
}

/**
 * ForwardedHeaders are the headers for the upstream request, as a flat list of names and values.
 * The client's address is added to X-Forwarded-For; protocol and host are kept when a proxy in front has set them.
 * X-User-Id is whom the token names, never what a client says.
 */
export function forwardedHeaders(request: IncomingMessage, requestId: string): string[] {
  const { rawHeaders, headers } = request;
  const named = namedByConnection(headers.connection);
  const forwarded: string[] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const [name, value] = [rawHeaders[i] ?? '', rawHeaders[i + 1] ?? ''];
    const lower = name.toLowerCase();
    if (!OWN.has(lower) && !staysHere(lower, named)) forwarded.push(name, value);
  }
  forwarded.push('x-request-id', requestId, 'x-forwarded-for', clientChain(request));
  forwarded.push('x-forwarded-proto', single(headers['x-forwarded-proto']) ?? protocolOf(request));
  forwarded.push('x-forwarded-host', single(headers['x-forwarded-host']) ?? headers.host ?? '');
  if (request.subject !== undefined) forwarded.push('x-user-id', request.subject);
  return forwarded;
}

/** HeadersWithin are headers by which a replica is asked on behalf of a span, whatever the client's named. */
export function headersWithin(
  { traceparent, tracestate }: TraceContext,
  headers: readonly string[],
): string[] {
  const others: string[] = [];
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const [name, value] = [headers[i] ?? '', headers[i + 1] ?? ''];
    if (!/^trace(parent|state)$/i.test(name)) others.push(name, value);
  }
  others.push('traceparent', traceparent);
  if (tracestate !== undefined) others.push('tracestate', tracestate);
  return others;
}

function protocolOf({ socket }: IncomingMessage): string {
  return 'encrypted' in socket ? 'https' : 'http';
}

function clientChain({ headers, socket }: IncomingMessage): string {
  const before = single(headers['x-forwarded-for']);
  const client = socket.remoteAddress ?? 'unknown';
  return before === undefined ? client : `${before}, ${client}`;
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}

/**
 * AnswerHeaders are the headers for the client, as a flat list of names and values.
 * A Location that is only a path gets the prefix that was stripped on the way in.
 */
export function answerHeaders(
  raw: readonly (Buffer | string)[],
  connection: string | undefined,
  prefix: string,
): string[] {
  const named = namedByConnection(connection);
  const answer: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const [name, value] = [latin1(raw[i]), latin1(raw[i + 1])];
    const lower = name.toLowerCase();
    if (!staysHere(lower, named))
      answer.push(name, lower === 'location' ? underPrefix(value, prefix) : value);
  }
  return answer;
}

function latin1(text: Buffer | string | undefined): string {
  return typeof text === 'string' ? text : (text?.toString('latin1') ?? '');
}

function underPrefix(location: string, prefix: string): string {
  return /^\/(?!\/)/.test(location) ? prefix + location : location;
}
