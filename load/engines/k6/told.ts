/** ToldClock: how k6's times relate to the wall clock, both in milliseconds. */
export interface ToldClock {
  readonly event: 'clock';
  readonly atMs: number;
  readonly wallMs: number;
  /** startedAtMs: when the load started. */
  readonly startedAtMs: number;
}

/** ToldSend: a request is about to be sent; times are milliseconds since k6's start. */
export interface ToldSend {
  readonly event: 'send';
  readonly id: string;
  readonly atMs: number;
  readonly stepIndex: number;
  /** first request of its journey. */
  readonly first: boolean;
}

/** ToldEnd: a request has ended. */
export interface ToldEnd {
  readonly event: 'end';
  readonly id: string;
  readonly atMs: number;
  readonly status: number;
  readonly errorCode: number;
  readonly durationMs: number;
  /** blockedMs: until it had a connection; receivingMs: from the first byte of the answer, 0 where none came. */
  readonly blockedMs: number;
  readonly receivingMs: number;
  readonly kind: 'ok' | 'rejected' | 'status' | 'body' | 'error';
  readonly journeyEnd: 'completed' | 'endedEarly' | 'broken' | undefined;
  readonly instance: string | undefined;
  readonly detail: string;
  readonly journal: Readonly<Record<string, unknown>> | undefined;
}

/** Told: an event that the script tells on k6's error output, a line each; see load/k6/told.ts. */
export type Told = ToldClock | ToldSend | ToldEnd | { readonly event: 'empty' };

/** readTold reads one line; undefined for what k6 itself says. */
export function readTold(line: string): Told | undefined {
  if (!line.startsWith('~')) return undefined;
  const [tag, ...fields] = line.split('\t');
  if (tag === '~s') return readSend(fields);
  if (tag === '~e') return readEnd(fields);
  if (tag === '~a')
    return {
      event: 'clock',
      atMs: Number(fields[0]),
      wallMs: Number(fields[1]),
      startedAtMs: Number(fields[2]),
    };
  return tag === '~x' ? { event: 'empty' } : undefined;
}

function readSend([id = '', at, step, first]: readonly string[]): ToldSend {
  return { event: 'send', id, atMs: Number(at), stepIndex: Number(step), first: first === '1' };
}

function readEnd(fields: readonly string[]): ToldEnd {
  const [id = '', at, status, code, duration, blocked, receiving, kind, end, instance, detail, journal] =
    fields;
  return {
    event: 'end',
    id,
    atMs: Number(at),
    status: Number(status),
    errorCode: Number(code),
    durationMs: Number(duration),
    blockedMs: Number(blocked),
    receivingMs: Number(receiving),
    kind: kind as ToldEnd['kind'],
    journeyEnd: end === '' ? undefined : (end as ToldEnd['journeyEnd']),
    instance: instance === '' ? undefined : instance,
    detail: detail === undefined || detail === '' ? '' : (JSON.parse(detail) as string),
    journal:
      journal === undefined || journal === '' ? undefined : (JSON.parse(journal) as Record<string, unknown>),
  };
}
