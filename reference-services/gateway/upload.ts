import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

/** HasBody says whether a body follows the headers of a request. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * Upload passes a client's request body on, chunk by chunk, at the pace of the replica.
 * The client's request is not touched before the first read, so an upload that was never read can be offered to
 * another replica. When the replica wants no more of it the rest is read and dropped, so that the client,
 * still sending, can be answered.
 */
export class Upload extends Readable {
  readonly #request: IncomingMessage;
  readonly #onProgress: (bytes: number) => void;
  #reading = false;
  #bytes = 0;

  /** `onProgress` is told how many bytes have come. */
  constructor(request: IncomingMessage, onProgress: (bytes: number) => void) {
    super();
    this.#request = request;
    this.#onProgress = onProgress;
    // Whoever reads hears of an error by other ways as well, and may have stopped listening here.
    this.on('error', () => {});
  }

  /** The replica has taken all that came, and the client has not sent all of it yet. */
  get waitsForClient(): boolean {
    return this.#reading && !this.#request.complete && !this.#request.isPaused();
  }

  override _read(): void {
    if (this.#reading) this.#request.resume();
    else this.#begin();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (this.#reading) {
      this.#request.off('data', this.#onChunk).off('end', this.#onEnd).resume();
    }
    done(error);
  }

  /** A client that breaks off closes its response too, which is what ends the exchange. */
  #begin(): void {
    this.#reading = true;
    this.#request
      .on('data', this.#onChunk)
      .on('end', this.#onEnd)
      .on('error', () => {});
  }

  readonly #onChunk = (chunk: Buffer): void => {
    this.#bytes += chunk.length;
    this.#onProgress(this.#bytes);
    if (!this.destroyed && !this.push(chunk)) this.#request.pause();
  };

  readonly #onEnd = (): void => {
    this.push(null);
  };
}
