import { shortageOf, type Failure } from '../paced/failure.ts';
import type { Ending, Stamped } from '../paced/exchange.ts';
import { headerOf, type AutocannonClient, type ResponseHead } from './client.ts';
import { idHeader, idLength, type LaneStep } from './requests.ts';

/** LaneRecorder: what a lane tells of its requests. */
export interface LaneRecorder {
  sent(request: Stamped): void;
  ended(request: Stamped, ending: Ending): void;
}

/** OpenRequest: a request whose answer has not come, stamped as it goes. */
interface OpenRequest extends Stamped {
  endedMs: number;
  status: number;
  instance: string | undefined;
}

/**
 * Lane: one connection's account. autocannon counts neither a connection that ends without an answer nor the request
 * that was lost with it, times the next answer from that lost request, and parses on where the last answer broke off; a
 * lane sees the socket itself, ends each request exactly once, and sets the client right before it goes on. It also
 * waits for the end of a connection that the server has announced, in place of writing a request that cannot be answered.
 */
export class Lane {
  readonly #client: AutocannonClient;
  readonly #steps: readonly LaneStep[];
  readonly #recorder: LaneRecorder;
  readonly #idPrefix: string;
  #open: OpenRequest | undefined;
  #head: ResponseHead | undefined;
  #connection: AutocannonClient['conn'] | undefined;
  #connected = false;
  /** closing: the connection whose end the server has announced. */
  #closing: AutocannonClient['conn'] | undefined;
  #timedOut = false;

  constructor(
    client: AutocannonClient,
    steps: readonly LaneStep[],
    recorder: LaneRecorder,
    idPrefix: string,
  ) {
    [this.#client, this.#steps, this.#recorder, this.#idPrefix] = [client, steps, recorder, idPrefix];
    const requestBuffer = client.getRequestBuffer.bind(client);
    const doRequest = client._doRequest.bind(client);
    client.getRequestBuffer = () => this.#send(requestBuffer());
    client._doRequest = () => {
      if (this.#closing === undefined || this.#closing !== client.conn) doRequest();
    };
    client.on('headers', (head: ResponseHead) => (this.#head = head));
    client.on('response', this.#answered);
    client.on('timeout', this.#timeout);
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** finish lets the open request end, and makes no other. */
  finish(): void {
    this.#client.responseMax = Math.max(1, this.#client.reqsMade);
  }

  /** giveUp ends the open request as unfinished, and the connection with it. */
  giveUp(): void {
    this.#end({ kind: 'unfinished' });
    this.#client.destroy();
  }

  #send(buffer: Buffer): Buffer {
    if (this.#client.conn !== this.#connection) this.#opened(this.#client.conn);
    // Only a time-out replaces a connection without a word from its socket.
    if (this.#open !== undefined) {
      this.#timedOut = true;
      this.#end(this.#timeoutFailure());
    }
    const stepIndex = this.#client.reqsMade % this.#steps.length;
    const requestId = (this.#idPrefix + this.#client.reqsMade.toString(36)).padEnd(idLength, '-');
    buffer.write(requestId, buffer.indexOf(idHeader, 0, 'latin1') + idHeader.length, idLength, 'latin1');
    const nowMs = performance.now();
    this.#head = undefined;
    this.#open = {
      planned: { scheduledMs: nowMs, stepIndex, step: this.#steps[stepIndex]! },
      requestId,
      handedMs: nowMs,
      writtenMs: nowMs,
      endedMs: Number.NaN,
      status: 0,
      instance: undefined,
    };
    this.#recorder.sent(this.#open);
    return buffer;
  }

  #opened(connection: AutocannonClient['conn']): void {
    [this.#connection, this.#connected, this.#closing] = [connection, false, undefined];
    connection.setNoDelay(true);
    connection.once(this.#client.secure ? 'secureConnect' : 'connect', () => {
      if (connection === this.#connection) this.#connected = true;
    });
    connection.prependListener('end', () => {
      this.#closing = undefined;
      this.#lost(this.#closedFailure());
      // A late error of this connection would make the client open a second one beside the next.
      connection.removeAllListeners('error').on('error', () => {});
    });
    connection.prependListener('error', (error: NodeJS.ErrnoException) => {
      this.#closing = undefined;
      this.#lost(this.#errorFailure(error));
    });
  }

  readonly #answered = (status: number): void => {
    const [open, head] = [this.#open, this.#head];
    if (open === undefined || head === undefined) return;
    open.status = status;
    open.instance = headerOf(head, 'x-instance-id');
    if (!head.shouldKeepAlive) {
      this.#closing = this.#client.conn;
      this.#client.conn.end();
    }
    this.#end(this.#steps[open.planned.stepIndex]!.judge(status, head));
  };

  readonly #timeout = (): void => {
    if (!this.#timedOut) this.#end(this.#timeoutFailure());
    this.#timedOut = false;
  };

  #lost(failure: Failure): void {
    this.#end(failure);
    this.#client.pipelinedRequests.clear();
    this.#client.parser.initialize('RESPONSE');
  }

  #end(ending: Ending): void {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    open.endedMs = performance.now();
    this.#recorder.ended(open, ending);
  }

  #closedFailure(): Failure {
    if (this.#client.parser.hadError) return { kind: 'status', detail: 'the answer is not HTTP' };
    const kind = this.#head === undefined ? 'closed' : 'truncated';
    return { kind, detail: 'the server ended the connection' };
  }

  #errorFailure({ code = '', message }: NodeJS.ErrnoException): Failure {
    const detail = `${code}: ${message}`;
    if (!this.#connected || shortageOf(detail) !== undefined) return { kind: 'refused', detail };
    return { kind: this.#head === undefined ? 'reset' : 'truncated', detail };
  }

  #timeoutFailure(): Failure {
    return { kind: 'timeout', detail: `no complete answer within ${this.#client.timeout} ms` };
  }
}
