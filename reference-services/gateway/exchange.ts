import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { Problem } from '../kit/problem.ts';
import { within } from '../kit/tracing/trace-context.ts';
import type { CallSpan, Tracing } from '../kit/tracing/tracing.ts';
import { type CallFailure, type FailureKind, problemOf } from './failures.ts';
import type { Fleet } from './fleet.ts';
import { answerHeaders, forwardedHeaders, headersWithin } from './headers.ts';
import { bodyTooLarge } from './refusals.ts';
import type { Replica } from './replica.ts';
import { Upload, hasBody } from './upload.ts';
import { type AnswerHead, type CallListener, UpstreamCall } from './upstream-call.ts';

// As one string with its headers an answer is one write to the socket, a sixth of the CPU less than as two.
const SMALL_ANSWER_BYTES = 16_384;

/** ExchangeRequest: where one client's request goes, and how it is answered when no replica's answer can be passed on. */
export interface ExchangeRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly service: string;
  /** Called once, when the head of a replica's answer is passed on. */
  readonly onAnswer: () => void;
  readonly onProblem: (problem: Problem) => void;
}

export interface ExchangeOptions {
  readonly fleet: Pick<Fleet, 'pick'>;
  readonly report: UpstreamReport;
  readonly tracing?: Tracing | undefined;
  /** The part of the path that is stripped on the way in. */
  readonly prefix: string;
  /** How long a replica may keep silent. */
  readonly limitMs: number;
  /** How long a client may leave its answer unread. */
  readonly unreadLimitMs: number;
  /** Of a request's body. */
  readonly bodyLimitBytes: number;
}

/** ReportedFailure: what came to nothing, and at which replica if it got that far. */
export interface ReportedFailure {
  readonly service: string;
  readonly kind: FailureKind;
  readonly replica?: string | undefined;
  readonly requestId?: string | undefined;
  readonly cause?: string | undefined;
}

/** UpstreamReport is told what replicas did. */
export interface UpstreamReport {
  answered(service: string, status: number, seconds: number): void;
  failed(failure: ReportedFailure): void;
}

/**
 * Exchange brings one client's request to a replica and its answer back, streaming both ways.
 * It tries another replica only if provably nothing was sent; whatever may have been carried out is never sent again.
 */
export class Exchange implements CallListener {
  readonly #client: ExchangeRequest;
  readonly #options: ExchangeOptions;
  readonly #headers: string[];
  readonly #upload: Upload | null;
  readonly #tried: Replica[] = [];
  readonly #silence: NodeJS.Timeout;
  readonly #startedMs = performance.now();
  #call: UpstreamCall | undefined;
  #status = 0;
  #wholeBytes = -1;

  constructor(client: ExchangeRequest, options: ExchangeOptions) {
    const { request, response } = client;
    this.#client = client;
    this.#options = options;
    this.#headers = forwardedHeaders(request, request.requestId ?? '');
    this.#upload = hasBody(request) ? new Upload(request, (bytes) => this.#onUploaded(bytes)) : null;
    this.#silence = setTimeout(() => this.#onSilence(), options.limitMs);
    response.once('close', () => this.#finish());
  }

  /** Sends the request to a replica that has not been tried, or answers that there is none. */
  attempt(): void {
    const { request, service } = this.#client;
    const replica = this.#options.fleet.pick(service, this.#tried);
    if (replica === undefined) return this.#fail('no_replica');
    this.#tried.push(replica);
    const span = this.#beginSpan(replica);
    this.#call = new UpstreamCall(replica, this, span);
    this.#call.start({
      method: request.method ?? 'GET',
      path: this.#pathForReplica(),
      headers: span === undefined ? this.#headers : headersWithin(span, this.#headers),
      body: this.#upload,
    });
  }

  #beginSpan({ address }: Replica): CallSpan | undefined {
    const { method = 'GET', route, trace } = this.#client.request;
    return this.#options.tracing?.call({
      parent: trace,
      method,
      template: route?.slice(this.#options.prefix.length),
      address: address.address,
      path: this.#pathForReplica(),
      resends: this.#tried.length - 1,
    });
  }

  onHead({ status, rawHeaders, connection, contentLength }: AnswerHead): void {
    const { response, onAnswer } = this.#client;
    this.#silence.refresh();
    this.#status = status;
    this.#wholeBytes = Number(contentLength ?? -1);
    response.writeHead(status, answerHeaders(rawHeaders, connection, this.#options.prefix));
    onAnswer();
  }

  onChunk(chunk: Buffer): boolean {
    this.#silence.refresh();
    const { response } = this.#client;
    if (chunk.length === this.#wholeBytes && chunk.length <= SMALL_ANSWER_BYTES) {
      response.end(chunk.toString('latin1'), 'latin1');
      return true;
    }
    return response.write(chunk) || this.#waitForClient(response);
  }

  onEnd(): void {
    const { response, service } = this.#client;
    this.#options.report.answered(service, this.#status, (performance.now() - this.#startedMs) / 1000);
    clearTimeout(this.#silence);
    response.end();
  }

  onFailure({ kind, sent, cause }: CallFailure): void {
    if (sent || kind === 'malformed') return this.#fail(kind, cause);
    this.#report(kind, cause);
    this.#call?.replica.takeOut(cause.message);
    this.attempt();
  }

  #onUploaded(bytes: number): void {
    this.#silence.refresh();
    const { bodyLimitBytes } = this.#options;
    if (bytes > bodyLimitBytes) this.#refuse(bodyTooLarge(bodyLimitBytes));
  }

  /** The stripped path is never empty: what is routed here has a segment after the prefix. */
  #pathForReplica(): string {
    return (this.#client.request.url ?? '').slice(this.#options.prefix.length);
  }

  #waitForClient(response: ServerResponse): false {
    response.setTimeout(this.#options.unreadLimitMs);
    response.once('drain', () => this.#call?.resume());
    return false;
  }

  /** A client that is slow to send or to read is not the replica's silence; for those there are other limits. */
  #onSilence(): void {
    const { response } = this.#client;
    if (this.#upload?.waitsForClient || response.writableNeedDrain) return void this.#silence.refresh();
    this.#call?.cancel('timeout');
    this.#fail('timeout');
  }

  #fail(kind: FailureKind, cause?: Error): void {
    this.#report(kind, cause);
    this.#giveUp(problemOf(kind, this.#client.service, this.#options.limitMs));
  }

  /** What the replica has of the request is not whole, and so comes to nothing. */
  #refuse(problem: Problem): void {
    this.#call?.cancel();
    this.#giveUp(problem);
  }

  /** An answer that was begun can only be broken off: ended properly, it would pass for a whole one. */
  #giveUp(problem: Problem): void {
    const { response, onProblem } = this.#client;
    clearTimeout(this.#silence);
    if (response.headersSent) response.destroy();
    else onProblem(problem);
  }

  #report(kind: FailureKind, cause: Error | undefined): void {
    const { service, request } = this.#client;
    const replica = this.#call?.replica.address.instance;
    const failure = { service, kind, replica, requestId: request.requestId, cause: cause?.message };
    within(request.span, () => this.#options.report.failed(failure));
  }

  /** The client is answered, or has gone: then the replica need not go on. */
  #finish(): void {
    clearTimeout(this.#silence);
    this.#call?.cancel();
  }
}
