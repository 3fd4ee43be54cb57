import type { FailureKind } from '../../model/ledger.ts';

/** Failure: how a request failed, and what was said about it. */
export interface Failure {
  readonly kind: FailureKind;
  readonly detail: string;
}

/** Reached: how far a request had come when its connection failed. */
export interface Reached {
  /** written: its headers had been written to a connection. */
  readonly written: boolean;
  /** answered: the head of a final answer had come. */
  readonly answered: boolean;
}

const resets = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);

/**
 * failureOf sorts an error of the client by how far the request had come: before its headers were written the
 * connection was `refused`; after the answer's head had come the body was `truncated`; between the two the server
 * `reset` or `closed` the connection, or sent something that is no HTTP answer (`status`).
 */
export function failureOf(error: Error, reached: Reached): Failure {
  const code = codeOf(error);
  const detail = [code, error.message].filter((text) => text !== '').join(': ');
  if (!reached.written) return { kind: 'refused', detail };
  if (reached.answered) return { kind: 'truncated', detail };
  if (resets.has(code)) return { kind: 'reset', detail };
  return { kind: error.name === 'HTTPParserError' ? 'status' : 'closed', detail };
}

/** shortageOf names what this machine, not the server, ran out of: descriptors or local ports; undefined otherwise. */
export function shortageOf(detail: string): string | undefined {
  return /\b(EMFILE|ENFILE|EADDRNOTAVAIL|ENOBUFS)\b/.exec(detail)?.[1];
}

function codeOf(error: Error): string {
  const code = (error as NodeJS.ErrnoException).code;
  return typeof code === 'string' ? code : '';
}
