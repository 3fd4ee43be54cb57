import { connect, type Socket } from 'node:net';
import type { IdleConnections } from '../model/shutdown-observation.ts';

/** ToAsk: a GET that is answered at once. */
export interface ToAsk {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

const answerDeadlineMs = 5_000;

/**
 * IdleConnection: a client's connection that has had one answer and is kept alive. It is a plain socket, since the
 * HTTP clients of Node.js do not tell how a connection ended that they were not using.
 */
export class IdleConnection {
  readonly #socket: Socket;
  readonly #question: string;
  #received = '';
  #heard: () => void = () => {};
  #ended = false;
  #reset = false;
  readonly #closed: Promise<void>;

  private constructor(baseUrl: string, { path, headers }: ToAsk) {
    const { hostname, port, host } = new URL(baseUrl);
    const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    this.#question = `GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.#socket.setEncoding('latin1').on('data', (text: string) => this.#hear(text));
    this.#socket.once('end', () => (this.#ended = true));
    this.#socket.on('error', () => (this.#reset = true));
    this.#closed = new Promise((resolve) => void this.#socket.once('close', () => resolve()));
    void this.#closed.then(() => this.#heard());
  }

  /** open connects and asks once. Rejects where that is not answered with 200, or the connection is not kept. */
  static async open(baseUrl: string, request: ToAsk): Promise<IdleConnection> {
    const connection = new IdleConnection(baseUrl, request);
    const answer = await connection.#ask();
    if (answer?.status === 200 && !answer.announced) return connection;
    connection.drop();
    throw new Error(`${baseUrl}${request.path} ${answer ? `answered ${answer.status}` : 'did not answer'}`);
  }

  /** isOpen: neither side has ended it. */
  get isOpen(): boolean {
    return this.how === 'open' && !this.#socket.destroyed;
  }

  /** how it ended: `closed` in order, `reset` by an error, `open` where it has not. */
  get how(): 'closed' | 'reset' | 'open' {
    if (this.#reset) return 'reset';
    return this.#ended ? 'closed' : 'open';
  }

  /** askAgain sends one more request on it; `closed` where it was closed before, so that nothing was sent. */
  async askAgain(): Promise<'answered' | 'announced' | 'lost' | 'closed'> {
    if (!this.isOpen) return 'closed';
    const answer = await this.#ask();
    if (answer?.status !== 200) return 'lost';
    return answer.announced ? 'announced' : 'answered';
  }

  /** untilClosed resolves when it is over, or after limitMs. */
  async untilClosed(limitMs: number): Promise<void> {
    await within(limitMs, this.#closed);
  }

  /** drop ends it from this side. */
  drop(): void {
    this.#socket.destroy();
  }

  async #ask(): Promise<Answer | undefined> {
    this.#received = '';
    const whole = new Promise<void>((resolve) => {
      this.#heard = () => {
        if (this.#socket.destroyed || parseAnswer(this.#received)) resolve();
      };
    });
    this.#socket.write(this.#question);
    await within(answerDeadlineMs, whole);
    return parseAnswer(this.#received);
  }

  #hear(text: string): void {
    this.#received += text;
    this.#heard();
  }
}

/** accountOfConnections sums up how connections ended and what became of the requests that were sent on them late. */
export function accountOfConnections(
  connections: readonly IdleConnection[],
  outcomes: readonly Awaited<ReturnType<IdleConnection['askAgain']>>[],
): IdleConnections {
  const count = (how: string) => connections.filter((connection) => connection.how === how).length;
  const came = (...kinds: readonly string[]) => outcomes.filter((outcome) => kinds.includes(outcome)).length;
  return {
    opened: connections.length,
    closed: count('closed'),
    reset: count('reset'),
    requests: {
      sent: came('answered', 'announced', 'lost'),
      answered: came('answered', 'announced'),
      announced: came('announced'),
      lost: came('lost'),
    },
  };
}

interface Answer {
  readonly status: number;
  /** announced: the answer says that the connection will be closed. */
  readonly announced: boolean;
}

/** parseAnswer reads an answer that has a Content-Length; undefined until all of it is there. */
function parseAnswer(text: string): Answer | undefined {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const head = text.slice(0, headEnd);
  const length = Number(/^content-length: *(\d+)\r?$/im.exec(head)?.[1] ?? 0);
  if (text.length < headEnd + 4 + length) return undefined;
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0),
    announced: /^connection: *close\r?$/im.test(head),
  };
}

async function within(limitMs: number, done: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => void (timer = setTimeout(resolve, limitMs)));
  await Promise.race([done, limit]);
  clearTimeout(timer);
}
