import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

/**
 * AutocannonClient: what autocannon 9.0 makes for each connection, as far as a Lane looks into it. Its public events
 * miss some losses, so more than those is used; the version is pinned, and the truth tests hold every assumption.
 */
export interface AutocannonClient extends EventEmitter {
  /** timeout in milliseconds, from a request's send; read once `setupClient` has returned. */
  timeout: number;
  conn: Socket | TLSSocket;
  readonly secure: boolean;
  /** responseMax: having made that many requests, it ends in place of making another; 0: no limit. */
  responseMax: number;
  reqsMade: number;
  readonly pipelinedRequests: { clear(): void };
  readonly parser: { hadError: boolean; initialize(type: string): void };
  readonly requestIterator: { readonly currentRequest: { readonly requestBuffer: Buffer } };
  _doRequest(): void;
  getRequestBuffer(): Buffer;
  destroy(): void;
}

/** ResponseHead: what its `headers` event tells; headers are name, value, name, value, … */
export interface ResponseHead {
  readonly statusCode: number;
  readonly headers: readonly string[];
  readonly shouldKeepAlive: boolean;
}

/** headerOf finds a header's value by its name in small letters. */
export function headerOf({ headers }: ResponseHead, name: string): string | undefined {
  for (let index = 0; index < headers.length; index += 2) {
    if (headers[index]?.toLowerCase() === name) return headers[index + 1];
  }
  return undefined;
}
