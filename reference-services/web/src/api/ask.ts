import { type Failure, RequestFailed, failureIn } from './failure.ts';

const limitMs = 10_000;

export interface Ask {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly token?: string;
  readonly body?: object;
  /** Under the same key the request is carried out once, however often it is sent. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal | undefined;
}

const listeners = new Set<(detail: string) => void>();

/** onSignedOut hears of every answer that says that the token is not valid any more; what it gives back ends that. */
export function onSignedOut(listener: (detail: string) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** ask sends one request to the API and gives its answer's JSON. Throws RequestFailed, or what aborted `signal`. */
export async function ask<T>(path: string, { method = 'GET', signal, ...wish }: Ask = {}): Promise<T> {
  const limit = AbortSignal.timeout(limitMs);
  const answer = await reach(`/api${path}`, {
    method,
    headers: headersOf(wish),
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
    ...(wish.body && { body: JSON.stringify(wish.body) }),
  }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw error;
  });
  if (!answer.ok) throw failed(await failureIn(answer));
  return (answer.status === 204 ? undefined : await readJson(answer)) as T;
}

function failed(failure: Failure): RequestFailed {
  if (failure.kind === 'signedOut') for (const listener of listeners) listener(failure.detail);
  return new RequestFailed(failure);
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch {
    throw new RequestFailed({ kind: 'unreachable' });
  }
}

/** An answer may be cut off, or come from something else than the API. */
async function readJson(answer: Response): Promise<unknown> {
  try {
    return await answer.json();
  } catch (error) {
    const isCutOff = !(error instanceof SyntaxError);
    throw new RequestFailed(isCutOff ? { kind: 'unreachable' } : { kind: 'broken', status: answer.status });
  }
}

function headersOf({ token, body, idempotencyKey }: Ask): Record<string, string> {
  return {
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(body && { 'content-type': 'application/json' }),
    ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
  };
}
