import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { FailureKind } from '../model/ledger.ts';

/** ToHold: a request that can be kept half-sent; its body has at least two bytes. */
export interface ToHold {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** HeldEnd: what became of a held request. An answer of 500 and above is one that says it was lost. */
export type HeldEnd =
  | { readonly requestId: string; readonly answered: true; readonly status: number; readonly body: string }
  | { readonly requestId: string; readonly answered: false; readonly kind: FailureKind };

/**
 * HeldRequest: a request on a connection of its own whose head and half of whose body are sent. It asks for
 * `100 Continue`, which a server sends when it has read the head and begun to handle the request (RFC 9110, 10.1.1).
 */
export class HeldRequest {
  readonly end: Promise<HeldEnd>;
  readonly #request: ClientRequest;
  readonly #rest: Buffer;
  #continued = false;
  #over = false;

  constructor(baseUrl: string, { method, path, body, headers }: ToHold, requestId: string) {
    const bytes = Buffer.from(body);
    const half = Math.floor(bytes.length / 2);
    this.#rest = bytes.subarray(half);
    this.#request = request(`${baseUrl}${path}`, {
      method,
      agent: false,
      headers: {
        'content-type': 'application/json',
        'content-length': bytes.length,
        'x-request-id': requestId,
        ...headers,
        expect: '100-continue',
      },
    });
    this.#request.once('continue', () => (this.#continued = true));
    this.end = this.#watch(requestId);
    this.#request.write(bytes.subarray(0, half));
  }

  /** inHand: the server has begun to handle it and has not ended it. */
  get inHand(): boolean {
    return this.#continued && !this.#over;
  }

  /** isOpen: nothing has ended it yet. */
  get isOpen(): boolean {
    return !this.#over;
  }

  /** finish sends the rest of the body. */
  finish(): void {
    if (!this.#over) this.#request.end(this.#rest);
  }

  /** trickle sends the rest of the body in so many pieces over a time, and resolves when the last one is sent. */
  async trickle(pieces: number, durationMs: number): Promise<void> {
    const size = Math.ceil(this.#rest.length / pieces);
    for (let from = 0; from < this.#rest.length && !this.#over; from += size) {
      this.#request.write(this.#rest.subarray(from, from + size));
      await delay(durationMs / pieces);
    }
    if (!this.#over) this.#request.end();
  }

  /** giveUp ends the wait for an answer. */
  giveUp(): void {
    this.#request.destroy(new Error('timeout'));
  }

  async #watch(requestId: string): Promise<HeldEnd> {
    try {
      return { requestId, ...(await answerTo(this.#request)) };
    } catch (error) {
      return { requestId, answered: false, kind: kindOf(error as NodeJS.ErrnoException) };
    } finally {
      this.#over = true;
    }
  }
}

type Answer = { answered: true; status: number; body: string } | { answered: false; kind: FailureKind };

async function answerTo(sent: ClientRequest): Promise<Answer> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    // It stays after the answer: an error of the connection may still come, and is none of the answer's.
    sent.on('error', reject);
    sent.once('response', resolve);
  });
  let body = '';
  response.setEncoding('utf8');
  try {
    for await (const text of response) body += String(text);
  } catch {
    return { answered: false, kind: 'truncated' };
  }
  const status = response.statusCode ?? 0;
  return status < 500 ? { answered: true, status, body } : { answered: false, kind: 'status' };
}

function kindOf({ code, message }: NodeJS.ErrnoException): FailureKind {
  if (message === 'timeout') return 'timeout';
  if (code === 'ECONNREFUSED') return 'refused';
  // Node.js says "socket hang up" when the connection was closed in order, but before an answer.
  return message === 'socket hang up' ? 'closed' : 'reset';
}
