import { randomOf, Stream } from '../paced/random.ts';

/**
 * ServiceSpec: how long a timed truth server takes. Durations are milliseconds; the server's time begins with its first
 * request.
 */
export type ServiceSpec =
  /** fixed: every request takes the same. */
  | { readonly kind: 'fixed'; readonly delayMs: number }
  /** bimodal: every nth request takes the slow way. */
  | {
      readonly kind: 'bimodal';
      readonly delayMs: number;
      readonly slowMs: number;
      readonly slowEvery: number;
    }
  /** stalling: once in a while nothing that comes is begun before the stall is over. */
  | {
      readonly kind: 'stalling';
      readonly delayMs: number;
      readonly everyMs: number;
      readonly fromMs: number;
      readonly stallMs: number;
    }
  /** pausing: at irregular moments the whole server stands still, as in a garbage collection: work under way as well. */
  | {
      readonly kind: 'pausing';
      readonly delayMs: number;
      readonly everyMs: number;
      readonly pauseMs: number;
      readonly seed: number;
    }
  /** queueing: one request after the other, first come, first served, each for the same time. */
  | { readonly kind: 'queueing'; readonly serviceMs: number };

/**
 * ServiceModel gives when the request that comes at `arrivalMs` is answered; `number` counts requests from 1. To be
 * called in the order of arrivals. A server follows it in real time; on a schedule it gives the truth in advance.
 */
export type ServiceModel = (arrivalMs: number, number: number) => number;

/** serviceModel makes the model of a server that has not been asked anything yet. */
export function serviceModel(spec: ServiceSpec): ServiceModel {
  switch (spec.kind) {
    case 'fixed':
      return (arrivalMs) => arrivalMs + spec.delayMs;
    case 'bimodal':
      return (arrivalMs, number) => arrivalMs + (number % spec.slowEvery === 0 ? spec.slowMs : spec.delayMs);
    case 'stalling':
      return sinceFirst((arrivalMs) => stalled(arrivalMs, spec));
    case 'pausing':
      return sinceFirst(pausing(spec));
    case 'queueing':
      return queueing(spec.serviceMs);
  }
}

function sinceFirst(answerMs: (arrivalMs: number) => number): ServiceModel {
  let firstMs: number | undefined;
  return (arrivalMs) => {
    firstMs ??= arrivalMs;
    return firstMs + answerMs(arrivalMs - firstMs);
  };
}

function stalled(
  arrivalMs: number,
  { delayMs, everyMs, fromMs, stallMs }: Extract<ServiceSpec, { kind: 'stalling' }>,
): number {
  const intoMs = (arrivalMs % everyMs) - fromMs;
  const heldMs = intoMs >= 0 && intoMs < stallMs ? stallMs - intoMs : 0;
  return arrivalMs + heldMs + delayMs;
}

/** Pauses begin after gaps drawn uniformly from half to one and a half times their mean distance. */
function pausing({
  delayMs,
  everyMs,
  pauseMs,
  seed,
}: Extract<ServiceSpec, { kind: 'pausing' }>): (arrivalMs: number) => number {
  const random = randomOf(seed, Stream.arrivals, 1);
  const startsMs: number[] = [];
  const startOf = (index: number): number => {
    while (startsMs.length <= index) startsMs.push((startsMs.at(-1) ?? 0) + everyMs * (0.5 + random()));
    return startsMs[index]!;
  };
  let first = 0;
  return (arrivalMs) => {
    while (startOf(first) + pauseMs <= arrivalMs) first += 1;
    let [atMs, leftMs, index] = [arrivalMs, delayMs, first];
    for (; startOf(index) < atMs + leftMs; index += 1) {
      leftMs -= Math.max(0, startOf(index) - atMs);
      atMs = startOf(index) + pauseMs;
    }
    return atMs + leftMs;
  };
}

/** By Lindley's recursion: a request begins when it has come and the one before it has gone. */
function queueing(serviceMs: number): ServiceModel {
  let freeMs = Number.NEGATIVE_INFINITY;
  return (arrivalMs) => (freeMs = Math.max(arrivalMs, freeMs) + serviceMs);
}
