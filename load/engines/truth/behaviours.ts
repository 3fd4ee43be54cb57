import type { Socket } from 'node:net';
import { okAnswer, type BareAnswer } from './bare-server.ts';

/** Counts: what a truth server did, by its own account. */
export type Counts = Record<string, number>;

/** Behaviour: what a truth server does with requests; it counts in `counts`. Durations are milliseconds. */
export type Behaviour = (counts: Counts) => BareAnswer;

/** behaviours by name, each with the options it takes. */
export const behaviours = {
  /** plain answers at once. */
  plain: (): Behaviour => (counts) => (_request, socket) => answer(counts, socket),

  /** delayed answers after a fixed time. */
  delayed:
    ({ delayMs }: { delayMs: number }): Behaviour =>
    (counts) =>
    (_request, socket) => {
      setTimeout(() => answer(counts, socket), delayMs);
    },

  /** stalling is `delayed`, but holds every answer that falls into a stall back until the stall is over. */
  stalling: (options: { delayMs: number; stallFromMs: number; stallMs: number }): Behaviour => {
    let firstMs: number | undefined;
    return (counts) => (_request, socket) => {
      const nowMs = performance.now();
      firstMs ??= nowMs;
      const [fromMs, toMs] = [firstMs + options.stallFromMs, firstMs + options.stallFromMs + options.stallMs];
      const heldMs = nowMs >= fromMs && nowMs < toMs ? toMs - nowMs : 0;
      setTimeout(() => answer(counts, socket), heldMs + options.delayMs);
    };
  },

  /** dropping ends the connection of every nth request without an answer, by FIN or by RST. */
  dropping: ({ every, by }: { every: number; by: 'fin' | 'rst' }): Behaviour =>
    everyNth(every, 'dropped', (socket) => {
      if (by === 'fin') socket.end();
      else socket.resetAndDestroy();
    }),

  /** truncating ends the connection of every nth request in the middle of the body. */
  truncating: ({
    every,
    framing,
  }: {
    every: number;
    framing: 'length' | 'chunked' | 'rstLength';
  }): Behaviour =>
    everyNth(every, 'truncated', (socket) => {
      if (framing === 'rstLength')
        socket.write(halfAnswer.length, () => setTimeout(() => socket.resetAndDestroy(), 5));
      else socket.end(halfAnswer[framing]);
    }),

  /** halfHead ends the connection of every nth request in the middle of the head. */
  halfHead: ({ every }: { every: number }): Behaviour =>
    everyNth(every, 'dropped', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-le')),

  /** silent reads and never answers. */
  silent: (): Behaviour => (counts) => () => add(counts, 'swallowed'),

  /** refusing answers every nth request with a status, and perhaps Retry-After. */
  refusing: ({
    every,
    status,
    retryAfter,
  }: {
    every: number;
    status: number;
    retryAfter?: boolean;
  }): Behaviour =>
    everyNth(every, 'refused', (socket) => {
      const head = retryAfter === true ? 'retry-after: 1\r\n' : '';
      socket.write(`HTTP/1.1 ${status} No\r\n${head}content-length: 2\r\n\r\nno`);
    }),

  /** noise answers with something that is not HTTP. */
  noise: (): Behaviour => (counts) => (_request, socket) => {
    add(counts, 'noise');
    socket.end('SSH-2.0-OpenSSH_9.9\r\n');
  },

  /** large answers with a body of some bytes. */
  large: ({ bytes }: { bytes: number }): Behaviour => {
    const large = okAnswer(JSON.stringify({ filling: 'x'.repeat(bytes) }));
    return (counts) => (_request, socket) => answer(counts, socket, large);
  },
} as const;

export type BehaviourName = keyof typeof behaviours;
export type BehaviourOptions<N extends BehaviourName> = Parameters<(typeof behaviours)[N]>[0];

const halfAnswer = {
  length: 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"half":',
  chunked: 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n8\r\n{"half":\r\n',
} as const;

/** everyNth answers, but spoils every nth request of the server and counts it under a name. */
function everyNth(every: number, name: string, spoil: (socket: Socket) => void): Behaviour {
  return (counts) => (request, socket) => {
    if (request.number % every !== 0) return answer(counts, socket);
    add(counts, name);
    spoil(socket);
  };
}

function answer(counts: Counts, socket: Socket, text = okAnswer()): void {
  add(counts, 'answered');
  socket.write(text);
}

function add(counts: Counts, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
