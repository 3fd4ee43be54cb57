import type { IncomingMessage } from 'node:http';
import { type Attributes, SpanKind } from '@opentelemetry/api';
import {
  ATTR_CLIENT_ADDRESS,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_REQUEST_RESEND_COUNT,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_NETWORK_PROTOCOL_VERSION,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_FULL,
  ATTR_URL_PATH,
  ATTR_URL_SCHEME,
  ATTR_USER_AGENT_ORIGINAL,
} from '@opentelemetry/semantic-conventions';
import { incomingTrace } from '../trace-context.ts';
import type { CallSpan, ServerSpan, TracedCall } from '../tracing.ts';
import { type Begin, OtelSpan } from './otel-span.ts';

// By the conventions for HTTP spans 1.45: https://opentelemetry.io/docs/specs/semconv/http/http-spans/
// A query may hold anything that a client mistakes for one, so that none is sent.

/** In the conventions for URLs, but not stable yet. */
const ATTR_URL_TEMPLATE = 'url.template';

const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

function methodOf(method = ''): string {
  return knownMethods.has(method) ? method : '_OTHER';
}

/** What a span of an unknown method is called by. */
function verbOf(method: string | undefined): string {
  const known = methodOf(method);
  return known === '_OTHER' ? 'HTTP' : known;
}

function withoutQuery(url = ''): string {
  return url.split('?', 1)[0] ?? '';
}

/** serverSpan is the span of a request that came in; its name waits for the route. */
export function serverSpan(begin: Begin, request: IncomingMessage): ServerSpan {
  const { method, url, headers, httpVersion, socket } = request;
  const attributes = {
    [ATTR_HTTP_REQUEST_METHOD]: methodOf(method),
    [ATTR_URL_PATH]: withoutQuery(url),
    [ATTR_URL_SCHEME]: 'encrypted' in socket ? 'https' : 'http',
    [ATTR_NETWORK_PROTOCOL_VERSION]: httpVersion,
    ...addressOf(headers.host),
    ...(socket.remoteAddress !== undefined && { [ATTR_CLIENT_ADDRESS]: socket.remoteAddress }),
    ...(headers['user-agent'] !== undefined && { [ATTR_USER_AGENT_ORIGINAL]: headers['user-agent'] }),
  };
  const sdk = begin(verbOf(method), SpanKind.SERVER, attributes, incomingTrace(headers));
  return new HttpServerSpan(sdk, verbOf(method));
}

class HttpServerSpan extends OtelSpan implements ServerSpan {
  readonly #verb: string;

  constructor(sdk: ConstructorParameters<typeof OtelSpan>[0], verb: string) {
    super(sdk);
    this.#verb = verb;
  }

  end(route: string | undefined, status: number | undefined): void {
    if (route !== undefined) this.sdk.updateName(`${this.#verb} ${route}`);
    const attributes = {
      ...(route !== undefined && { [ATTR_HTTP_ROUTE]: route }),
      ...(status !== undefined && { [ATTR_HTTP_RESPONSE_STATUS_CODE]: status }),
    };
    this.finish(attributes, failureAtServer(status));
  }
}

/** What a client did wrong is no failure of the server's. */
function failureAtServer(status: number | undefined): string | undefined {
  if (status === undefined) return 'client_left';
  return status >= 500 ? String(status) : undefined;
}

/** callSpan is the span of one attempt to have a replica answer. */
export function callSpan(begin: Begin, call: TracedCall): CallSpan {
  const { method, template, address, path, resends, parent } = call;
  const attributes = {
    [ATTR_HTTP_REQUEST_METHOD]: methodOf(method),
    [ATTR_URL_FULL]: `http://${address}${withoutQuery(path)}`,
    ...addressOf(address),
    ...(template !== undefined && { [ATTR_URL_TEMPLATE]: template }),
    ...(resends > 0 && { [ATTR_HTTP_REQUEST_RESEND_COUNT]: resends }),
  };
  const name = template === undefined ? verbOf(method) : `${verbOf(method)} ${template}`;
  return new HttpCallSpan(begin(name, SpanKind.CLIENT, attributes, parent));
}

class HttpCallSpan extends OtelSpan implements CallSpan {
  end(status: number | undefined, failure: string | undefined): void {
    const refused = status !== undefined && status >= 400 ? String(status) : undefined;
    const attributes = status === undefined ? {} : { [ATTR_HTTP_RESPONSE_STATUS_CODE]: status };
    this.finish(attributes, failure ?? refused);
  }
}

/** addressOf gives host and port as the conventions name them. */
export function addressOf(authority: string | undefined): Attributes {
  const [, host, port] = /^(.+?)(?::(\d{1,5}))?$/.exec(authority ?? '') ?? [];
  if (host === undefined) return {};
  return { [ATTR_SERVER_ADDRESS]: host, ...(port !== undefined && { [ATTR_SERVER_PORT]: Number(port) }) };
}
