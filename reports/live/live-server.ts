import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Figure } from '../../load/model/figure.ts';
import { liveFigures, livePage } from '../render/html/live-html.ts';
import { LiveLog } from './live-log.ts';
import type { LiveEvent, NumberedEvent } from './messages.ts';

/** mostViewers at once; a page that is open in more windows than that has other troubles. */
const mostViewers = 32;

/** LiveServer: serves the page of one run on loopback; it renders only what somebody asks for. */
export class LiveServer {
  readonly #log = new LiveLog();
  readonly #server: Server = createServer((request, response) => this.#answer(request, response));
  readonly #viewers = new Set<ServerResponse>();
  #figures: readonly Figure[] = [];
  #report: string | undefined;
  /** waiting: how many of those who looked on have not fetched the report yet. */
  #waiting = 0;
  readonly #fetched = Promise.withResolvers<void>();

  /** listen resolves with the port; rejects where it cannot be had. */
  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
    return (this.#server.address() as AddressInfo).port;
  }

  /** add keeps an event and sends it to everybody who looks on. */
  add(event: LiveEvent): void {
    const numbered = this.#log.add(event);
    if (event.type === 'told' && this.#viewers.size === 0) return;
    for (const viewer of this.#viewers) viewer.write(streamed(numbered));
  }

  /** measured takes the figures of all experiments that have ended. */
  measured(figures: readonly Figure[]): void {
    this.#figures = figures;
    if (this.#viewers.size === 0) return;
    const text = streamed({ number: 0, event: this.#figuresEvent() });
    for (const viewer of this.#viewers) viewer.write(text);
  }

  /** over serves the report from now on, and resolves when those who look on have it, or their time is up. */
  async over(report: string, patienceMs: number): Promise<void> {
    this.#report = report;
    this.#waiting = this.#viewers.size;
    this.add({ type: 'over' });
    if (this.#waiting === 0) return;
    const patience = setTimeout(this.#fetched.resolve, patienceMs);
    await this.#fetched.promise;
    clearTimeout(patience);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { port } = this.#server.address() as AddressInfo;
    // Another name for this address would let a foreign page read along.
    const known = [`127.0.0.1:${port}`, `localhost:${port}`].includes(request.headers.host ?? '');
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (!known || request.method !== 'GET') return refuse(response, known ? 405 : 403);
    if (url.pathname === '/') return this.#sendPage(response);
    if (url.pathname === '/events') return this.#stream(request, url, response);
    return refuse(response, 404);
  }

  #sendPage(response: ServerResponse): void {
    const text =
      this.#report ?? livePage([...this.#log.after(0), { number: 0, event: this.#figuresEvent() }]);
    response.writeHead(200, { ...headers, 'content-type': 'text/html; charset=utf-8' });
    response.end(text, () => {
      if (this.#report === undefined) return;
      this.#waiting -= 1;
      if (this.#waiting <= 0) this.#fetched.resolve();
    });
  }

  #stream(request: IncomingMessage, url: URL, response: ServerResponse): void {
    if (this.#viewers.size >= mostViewers) return refuse(response, 503);
    const seen = Number(request.headers['last-event-id'] ?? url.searchParams.get('after') ?? 0);
    response.writeHead(200, { ...headers, 'content-type': 'text/event-stream; charset=utf-8' });
    const missed = this.#log.after(Number.isFinite(seen) ? seen : 0);
    const figures = { number: 0, event: this.#figuresEvent() };
    response.write([...missed, figures].map(streamed).join(''));
    this.#viewers.add(response);
    response.on('close', () => this.#viewers.delete(response));
  }

  #figuresEvent(): LiveEvent {
    return { type: 'figures', markup: liveFigures(this.#figures) };
  }
}

const headers = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...headers, 'content-type': 'text/plain; charset=utf-8' }).end();
}

/** streamed writes an event as text/event-stream has it; one without a number is not counted. */
function streamed({ number, event }: NumberedEvent): string {
  const id = number === 0 ? '' : `id: ${number}\n`;
  return `${id}data: ${JSON.stringify(event)}\n\n`;
}
