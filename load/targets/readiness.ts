import { Agent, get } from 'node:http';
import { connect } from 'node:net';

/** ReadyAnswer: what the ready path said; `instance` is who said it, where he tells. */
export interface ReadyAnswer {
  readonly status: number;
  readonly instance: string | undefined;
  readonly body: string;
}

const answerDeadlineMs = 1_000;

/** accepts tells whether somebody takes connections where a URL points to. */
export function accepts(url: string): Promise<boolean> {
  const { hostname: host, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port) });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(answerDeadlineMs, () => end(false));
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}

/** ReadyAsker asks one replica's ready path again and again, on one connection where the replica keeps it. */
export class ReadyAsker implements Disposable {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** ask gives the answer; undefined when there was none, for whatever reason. */
  ask(): Promise<ReadyAnswer | undefined> {
    return new Promise((resolve) => {
      const request = get(this.#url, { agent: this.#agent, timeout: answerDeadlineMs }, (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (text: string) => (body += text));
        response.once('error', () => resolve(undefined));
        response.once('end', () => {
          const instance = response.headers['x-instance-id'];
          resolve({ status: response.statusCode ?? 0, instance: instance?.toString(), body });
        });
      });
      request.once('timeout', () => request.destroy());
      request.once('error', () => resolve(undefined));
    });
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}
