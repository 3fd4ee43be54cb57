import { createServer, type Server, type Socket } from 'node:net';

/** BareRequest: one complete request; `number` counts them from 1 over all connections. */
export interface BareRequest {
  readonly number: number;
  readonly method: string;
  readonly path: string;
  readonly headers: string;
  readonly body: string;
}

/** BareAnswer does with the socket whatever this server's truth is. */
export type BareAnswer = (request: BareRequest, socket: Socket) => void;

/**
 * bareServer reads HTTP/1.1 requests from sockets with no HTTP library in between, so that a test decides over every
 * byte and every FIN or RST, and knows exactly what was dropped.
 */
export function bareServer(answer: BareAnswer): Server {
  let number = 0;
  return createServer({ noDelay: true }, (socket) => {
    let received = '';
    socket.setEncoding('latin1').on('error', () => {});
    socket.on('data', (text) => {
      received += String(text);
      for (let found = complete(received); found !== undefined; found = complete(received)) {
        received = received.slice(found.length);
        answer({ ...found.request, number: ++number }, socket);
      }
    });
  });
}

/** okAnswer: a small answer that keeps the connection. */
export function okAnswer(body = '{"ok":true}', head = ''): string {
  return `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

function complete(received: string): { request: Omit<BareRequest, 'number'>; length: number } | undefined {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const headers = received.slice(0, headEnd);
  const bodyLength = Number(/^content-length: (\d+)$/im.exec(headers)?.[1] ?? 0);
  const length = headEnd + 4 + bodyLength;
  if (received.length < length) return undefined;
  const [method = '', path = ''] = headers.split(' ', 2);
  return { request: { method, path, headers, body: received.slice(headEnd + 4, length) }, length };
}
