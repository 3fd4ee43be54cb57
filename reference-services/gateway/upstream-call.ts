import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { type Dispatcher, errors } from 'undici';
import type { CallSpan } from '../kit/tracing/tracing.ts';
import type { CallOutcome } from './ejection.ts';
import type { CallFailure } from './failures.ts';
import type { Replica } from './replica.ts';

export interface CallRequest {
  readonly method: string;
  readonly path: string;
  /** A flat list of names and values. */
  readonly headers: string[];
  readonly body: Readable | null;
}

export interface AnswerHead {
  readonly status: number;
  /** A flat list of names and values as they came. */
  readonly rawHeaders: readonly (Buffer | string)[];
  readonly connection: string | undefined;
  readonly contentLength: string | undefined;
}

/** CallListener hears what becomes of a call: a head, chunks and the end, or a failure at any point. */
export interface CallListener {
  onHead(head: AnswerHead): void;
  /** False asks for a pause until `resume`. */
  onChunk(chunk: Buffer): boolean;
  onEnd(): void;
  onFailure(failure: CallFailure): void;
}

/** UpstreamCall is one attempt to have one replica answer one request. */
export class UpstreamCall implements Dispatcher.DispatchHandler {
  readonly replica: Replica;
  readonly #listener: CallListener;
  readonly #span: CallSpan | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #answering = false;
  #status: number | undefined;
  #outcome: CallOutcome = 'good';
  #over = false;

  constructor(replica: Replica, listener: CallListener, span?: CallSpan) {
    this.replica = replica;
    this.#listener = listener;
    this.#span = span;
  }

  start({ method, path, headers, body }: CallRequest): void {
    this.replica.inFlight += 1;
    this.replica.ejection.begin(this);
    this.replica.pool.dispatch({ method, path, headers, body }, this);
  }

  /**
   * Ends the call; the listener hears nothing more. What is under way loses its connection. It is not held against the
   * replica unless `outcome` says so.
   */
  cancel(outcome: CallOutcome = 'undecided'): void {
    if (!this.#settle(outcome)) return;
    this.#controller?.abort(new Error('cancelled'));
  }

  resume(): void {
    this.#controller?.resume();
  }

  /** Undici calls this right before it writes: from here on something may have been sent. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#over) controller.abort(new Error('cancelled'));
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    { connection, 'content-length': contentLength, 'retry-after': retryAfter }: IncomingHttpHeaders,
  ): void {
    if (status < 200 || this.#over) return;
    this.#answering = true;
    this.#status = status;
    // To say "not now" on purpose is no failure.
    if (status >= 500 && !(status === 503 && retryAfter !== undefined)) this.#outcome = 'status';
    if (connection === 'close') this.replica.suspect();
    const { rawHeaders } = controller;
    this.#listener.onHead({
      status,
      rawHeaders: Array.isArray(rawHeaders) ? rawHeaders : [],
      connection,
      contentLength,
    });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#over && !this.#listener.onChunk(chunk)) controller.pause();
  }

  onResponseEnd(): void {
    if (this.#settle(this.#outcome)) this.#listener.onEnd();
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, cause: Error): void {
    const sent = this.#controller !== undefined;
    const kind = this.#kindOf(sent, cause);
    if (this.#settle(kind === 'malformed' ? 'undecided' : kind))
      this.#listener.onFailure({ kind, sent, cause });
  }

  #kindOf(sent: boolean, cause: Error): CallFailure['kind'] {
    if (!sent) return isNotWritable(cause) ? 'malformed' : 'connect';
    if (this.#answering) return 'truncated';
    return cause instanceof errors.HTTPParserError ? 'protocol' : 'reset';
  }

  /** True for whoever ends the call first. */
  #settle(outcome: CallOutcome): boolean {
    if (this.#over) return false;
    this.#over = true;
    this.replica.inFlight -= 1;
    this.replica.ejection.end(this, outcome);
    this.#span?.end(this.#status, failureOf(outcome));
    return true;
  }
}

/** What its span says beside the status; whoever ends it without a verdict has cancelled it. */
function failureOf(outcome: CallOutcome): string | undefined {
  if (outcome === 'good' || outcome === 'status') return undefined;
  return outcome === 'undecided' ? 'cancelled' : outcome;
}

/** Undici checks a request before it looks for a connection. */
function isNotWritable(cause: Error): boolean {
  return cause instanceof errors.InvalidArgumentError || cause instanceof errors.NotSupportedError;
}
