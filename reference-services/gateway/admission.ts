import type { IncomingMessage } from 'node:http';
import type { onRequestHookHandler } from 'fastify';
import type { Problem } from '../kit/problem.ts';
import type { RateLimit } from './rate-limit.ts';
import { tokenNeeded, tokenRefused, tooManyRequests } from './refusals.ts';
import { RefusedToken, type TokenVerifier } from './token-verifier.ts';

declare module 'node:http' {
  interface IncomingMessage {
    /** Whom the verified token names. */
    subject?: string;
  }
}

export type RefusalReason = 'no_token' | 'invalid_token' | 'rate_limited';

export interface AdmissionOptions {
  readonly tokens: Pick<TokenVerifier, 'known' | 'verify'>;
  /** Of a token's subject. */
  readonly subjects: RateLimit;
  /** Of a remote address: for requests without a token, and for tokens that are refused. */
  readonly addresses: RateLimit;
  readonly onRefused: (reason: RefusalReason) => void;
}

interface Refusal {
  readonly reason: RefusalReason;
  readonly problem: Problem;
}

const READING = new Set(['GET', 'HEAD']);

/**
 * Admission says who sends a request, and whether it is passed on. A token that is sent must be valid, also where none
 * is needed. A refused token costs its sender's address, so that nobody has signatures checked without end.
 */
export class Admission {
  readonly #options: AdmissionOptions;

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** hook is what routes put before their handler; where reading is public, it needs no token. */
  hook({ publicReading }: { readonly publicReading: boolean }): onRequestHookHandler {
    return (request, reply, done) => {
      const end = (refusal: Refusal | undefined): void => {
        if (refusal === undefined) return done();
        this.#options.onRefused(refusal.reason);
        done(refusal.problem);
      };
      const isPublic = publicReading && READING.has(request.method);
      const decision = this.#decide(request.raw, isPublic);
      if (!(decision instanceof Promise)) return end(decision);
      // A client that has gone meanwhile needs no answer, and its request is not passed on.
      decision.then((refusal) => reply.raw.destroyed || end(refusal), done);
    };
  }

  #decide(request: IncomingMessage, isPublic: boolean): Refusal | undefined | Promise<Refusal | undefined> {
    const { authorization } = request.headers;
    const address = request.socket.remoteAddress ?? 'unknown';
    if (authorization === undefined) return this.#anonymous(address, isPublic);
    const token = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization)?.[1];
    const subject = token === undefined ? undefined : this.#options.tokens.known(token);
    if (subject !== undefined) return this.#named(request, subject);
    const waitMs = this.#options.addresses.waitMs(address);
    if (waitMs > 0) return limited(waitMs);
    return token === undefined
      ? this.#invalid(address, 'the header is not "Bearer" and a token')
      : this.#verify(request, token, address);
  }

  #anonymous(address: string, isPublic: boolean): Refusal | undefined {
    const waitMs = this.#options.addresses.take(address);
    if (waitMs > 0) return limited(waitMs);
    return isPublic ? undefined : { reason: 'no_token', problem: tokenNeeded() };
  }

  #named(request: IncomingMessage, subject: string): Refusal | undefined {
    const waitMs = this.#options.subjects.take(subject);
    if (waitMs > 0) return limited(waitMs);
    request.subject = subject;
    return undefined;
  }

  async #verify(request: IncomingMessage, token: string, address: string): Promise<Refusal | undefined> {
    try {
      return this.#named(request, await this.#options.tokens.verify(token));
    } catch (error) {
      if (error instanceof RefusedToken) return this.#invalid(address, error.message);
      throw error;
    }
  }

  #invalid(address: string, reason: string): Refusal {
    this.#options.addresses.take(address);
    return { reason: 'invalid_token', problem: tokenRefused(reason) };
  }
}

function limited(waitMs: number): Refusal {
  return { reason: 'rate_limited', problem: tooManyRequests(waitMs) };
}
