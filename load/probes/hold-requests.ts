import { setTimeout as delay } from 'node:timers/promises';
import type { Stop } from '../model/shutdown-observation.ts';
import { type HeldEnd, HeldRequest, type ToHold } from './held-request.ts';
import { scrape, sumOf } from './metrics-scrape.ts';

/** HeldAnswer: a complete answer to a held request. */
export type HeldAnswer = Extract<HeldEnd, { answered: true }>;

/** Held: requests that are provably in flight at a replica, as far as that could be had. */
export interface Held {
  /** inFlight: how many the replica is known to have in hand, less those that have ended since. */
  readonly inFlight: number;
  /** finish sends the rest of every body. */
  finish(): void;
  /** trickle sends the rest of every body in so many pieces over a time, and resolves when the last one is sent. */
  trickle(pieces: number, durationMs: number): Promise<void>;
  /** giveUp counts what is still open as lost by timeout. */
  giveUp(): void;
  /** ended resolves when every one is answered or lost. */
  ended(): Promise<{ readonly held: Stop['held']; readonly answers: readonly HeldAnswer[] }>;
}

export interface HoldOptions {
  readonly count: number;
  request(index: number): ToHold;
  /** deadlineMs: how long the replica may take to have them in hand (default 2000). */
  readonly deadlineMs?: number;
}

export interface Holder {
  readonly name: string;
  readonly url: string;
  readonly metricsUrl: string;
}

const lookEveryMs = 10;
const activeMetric = 'http_server_active_requests';

/**
 * holdRequests opens requests directly at a replica, and waits until it has every one of them in hand: it answered
 * each with `100 Continue`, and, where it tells, counts at least as many active requests itself. When the deadline is
 * over it gives what there is, so that the caller can say that too few were in flight.
 */
export async function holdRequests(replica: Holder, options: HoldOptions): Promise<Held> {
  const requests = Array.from(
    { length: options.count },
    (_, index) => new HeldRequest(replica.url, options.request(index), `held-${replica.name}-${index + 1}`),
  );
  const inFlight = await untilInHand(requests, replica.metricsUrl, options.deadlineMs ?? 2_000);
  const openThen = countOpen(requests);
  return {
    get inFlight() {
      return Math.max(0, inFlight - (openThen - countOpen(requests)));
    },
    trickle: async (pieces, durationMs) => {
      await Promise.all(requests.map((request) => request.trickle(pieces, durationMs)));
    },
    finish: () => requests.forEach((request) => request.finish()),
    giveUp: () => requests.forEach((request) => request.giveUp()),
    ended: async () => account(await Promise.all(requests.map(({ end }) => end))),
  };
}

async function untilInHand(
  requests: readonly HeldRequest[],
  metricsUrl: string,
  deadlineMs: number,
): Promise<number> {
  const untilMs = performance.now() + deadlineMs;
  for (;;) {
    const active = sumOf(await scrape(metricsUrl), activeMetric);
    const inHand = requests.filter((request) => request.inHand).length;
    if (inHand === requests.length && (active ?? inHand) >= inHand) return active ?? inHand;
    if (performance.now() > untilMs) {
      // A server need not send `100 Continue`; then its own count, of what is not over, is all there is.
      return Math.min(countOpen(requests), active ?? inHand);
    }
    await delay(lookEveryMs);
  }
}

function countOpen(requests: readonly HeldRequest[]): number {
  return requests.filter((request) => request.isOpen).length;
}

function account(ends: readonly HeldEnd[]): { held: Stop['held']; answers: HeldAnswer[] } {
  const answers = ends.filter((end) => end.answered);
  const failures: Record<string, number> = {};
  for (const end of ends) if (!end.answered) failures[end.kind] = (failures[end.kind] ?? 0) + 1;
  const lost = ends.length - answers.length;
  return { held: { requests: ends.length, answered: answers.length, lost, failures }, answers };
}
