import { Client, type Dispatcher } from 'undici';

/** HttpCall: one request and the status that its answer must have. */
export interface HttpCall {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly status: number;
}

/** Loop: how many clients there are, each of which waits for an answer before it asks again, and for how long. */
export interface Loop {
  readonly clients: number;
  readonly durationMs: number;
  /** maxCalls ends the loop earlier. */
  readonly maxCalls?: number;
}

/** LoopResult: the calls that were answered, and the time from the first to the end of the last. */
export interface LoopResult {
  readonly calls: number;
  readonly durationMs: number;
}

/** HttpLoop: a closed model over kept connections. undici's dispatch, without streams: the client is not what is measured. */
export class HttpLoop implements AsyncDisposable {
  readonly #clients: Client[];

  constructor(origin: string, clients: number) {
    this.#clients = Array.from({ length: clients }, () => new Client(origin, { pipelining: 1 }));
  }

  /** run calls until the time is over or `maxCalls` were begun. Rejects at the first answer that is not what it must be. */
  async run(
    next: () => HttpCall,
    { durationMs, maxCalls = Infinity }: Omit<Loop, 'clients'>,
  ): Promise<LoopResult> {
    const startedMs = performance.now();
    let [begun, calls] = [0, 0];
    const one = async (client: Client): Promise<void> => {
      while (performance.now() - startedMs < durationMs && begun < maxCalls) {
        begun += 1;
        await call(client, next());
        calls += 1;
      }
    };
    await Promise.all(this.#clients.map(one));
    return { calls, durationMs: performance.now() - startedMs };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()));
  }
}

async function call(client: Client, { method, path, headers, body, status }: HttpCall): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let seen = 0;
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart: () => {},
    onResponseStart: (_controller, statusCode) => void (seen = statusCode),
    onResponseData: () => true,
    onResponseEnd: () =>
      seen === status ? resolve() : reject(new Error(`${method} ${path} answered ${seen}, not ${status}`)),
    onResponseError: (_controller, error) => reject(error),
  };
  client.dispatch(
    { method, path, ...(headers && { headers }), ...(body !== undefined && { body }) },
    handler,
  );
  return promise;
}
