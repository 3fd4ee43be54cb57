import { WebSocket } from 'undici';

/** InspectorEvent: what a runtime tells without having been asked. */
export interface InspectorEvent {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

interface Answer {
  readonly id?: number;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

const openDeadlineMs = 5_000;

/**
 * Inspector talks with a runtime over its inspector's WebSocket, in the Chrome DevTools Protocol
 * (https://chromedevtools.github.io/devtools-protocol/v8/). Calls reject when the runtime refuses, is gone, or takes
 * longer than their deadline. A runtime that is asked to end waits for its inspectors to go: close them first.
 */
export class Inspector implements Disposable {
  readonly #socket: WebSocket;
  readonly #onEvent: (event: InspectorEvent) => void;
  readonly #connected = Promise.withResolvers<void>();
  readonly #open = new Map<number, PromiseWithResolvers<Readonly<Record<string, unknown>>>>();
  #calls = 0;

  /** connect opens the conversation; `onEvent` gets what is told without having been asked. */
  static async connect(url: string, onEvent: (event: InspectorEvent) => void = () => {}): Promise<Inspector> {
    const inspector = new Inspector(new WebSocket(url), onEvent);
    const late = setTimeout(() => inspector[Symbol.dispose](), openDeadlineMs);
    try {
      await inspector.#connected.promise;
      return inspector;
    } catch {
      throw new Error(`nothing answers at the inspector ${url}`);
    } finally {
      clearTimeout(late);
    }
  }

  private constructor(socket: WebSocket, onEvent: (event: InspectorEvent) => void) {
    this.#socket = socket;
    this.#onEvent = onEvent;
    socket.addEventListener('open', () => this.#connected.resolve());
    socket.addEventListener('message', ({ data }) => this.#take(JSON.parse(String(data))));
    socket.addEventListener('close', () => this.#failAll('the connection to the inspector was closed'));
    socket.addEventListener('error', () => this.#failAll('the connection to the inspector broke'));
  }

  /** call asks for something and gives what it gives. */
  async call(
    method: string,
    params: Readonly<Record<string, unknown>> = {},
    deadlineMs = 30_000,
  ): Promise<Readonly<Record<string, unknown>>> {
    const id = (this.#calls += 1);
    const answer = Promise.withResolvers<Readonly<Record<string, unknown>>>();
    this.#open.set(id, answer);
    const late = setTimeout(
      () => answer.reject(new Error(`${method} took longer than ${deadlineMs} ms`)),
      deadlineMs,
    );
    try {
      if (this.#socket.readyState !== WebSocket.OPEN)
        throw new Error(`the inspector is not there for ${method}`);
      this.#socket.send(JSON.stringify({ id, method, params }));
      return await answer.promise;
    } finally {
      clearTimeout(late);
      this.#open.delete(id);
    }
  }

  [Symbol.dispose](): void {
    this.#socket.close();
  }

  #take(message: Answer | InspectorEvent): void {
    if ('method' in message) return this.#onEvent(message);
    const answer = this.#open.get(message.id ?? -1);
    if (message.error === undefined) answer?.resolve(message.result ?? {});
    else answer?.reject(new Error(`the inspector refused: ${message.error.message}`));
  }

  #failAll(why: string): void {
    this.#connected.reject(new Error(why));
    for (const answer of this.#open.values()) answer.reject(new Error(why));
  }
}
