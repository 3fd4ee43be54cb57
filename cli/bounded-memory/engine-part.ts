import { createWriteStream, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { v7 } from 'uuid';
import { startRunClock } from '../../load/model/clock.ts';
import { observationOf } from '../../load/engines/paced/observation.ts';
import { openJournal } from '../../load/engines/process/journal-file.ts';
import { Recorder } from '../../load/engines/paced/recorder.ts';
import type { LoadPlan } from '../../load/model/load-plan.ts';
import type { Stamped } from '../../load/engines/paced/exchange.ts';
import { bookingJourney } from '../../load/scenarios/booking-journey.ts';
import { partFiles } from './files.ts';

const requestsPerSecond = 3000;
/** bookingEvery: one in so many requests of the journey is an acknowledged booking, one in ten of those is cancelled. */
const bookingEvery = 5;

/** enginePart feeds the paced engine's recorder and journal with so many outcomes, as fast as they can be counted. */
export async function enginePart(directory: string, requests: number): Promise<void> {
  const files = partFiles(directory);
  const plan = planOf(requests);
  const times = { startMs: 0, measuredFromMs: 0, endMs: plan.durationMs };
  const recorder = new Recorder(times, plan.scenario.steps.length, () => plan.durationMs);
  const journal = openJournal(files.journal, (error) => {
    throw error;
  });
  const stored = createWriteStream(files.stored);
  for (let index = 0; index < requests; index += 1) {
    const exchange = exchangeOf(index, plan);
    recorder.scheduled(exchange.planned);
    recorder.sent(exchange);
    recorder.ended(exchange, { kind: 'ok', endsJourney: false });
    if (index % bookingEvery === 0) {
      const bookingId = v7();
      const { requestId, endedMs: atMs } = exchange;
      const cancelled = index % (bookingEvery * 10) === 0;
      const common = { atMs, requestId, bookingId };
      journal.write({ ...common, step: 'book seats', entry: 'booked', eventId: v7(), seats: 2 });
      if (cancelled) journal.write({ ...common, step: 'cancel booking', entry: 'cancelled' });
      if (!stored.write(`${JSON.stringify({ id: bookingId, eventId: bookingId, seats: 2, cancelled })}\n`))
        await once(stored, 'drain');
    }
    // As time would in a real load, a turn of the loop lets the journal's file keep up.
    if (index % requestsPerSecond === 0) {
      recorder.timeline.settle(exchange.planned.scheduledMs);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  await journal.close();
  stored.end();
  await once(stored, 'close');
  writeFileSync(files.observation, JSON.stringify(observed(plan, recorder, times)));
}

function planOf(requests: number): LoadPlan {
  const { startedAt, originNs } = startRunClock();
  const user = { id: v7(), token: 'token' };
  const event = { id: v7(), name: 'event', weight: 1 };
  return {
    baseUrl: 'http://127.0.0.1:1',
    scenario: bookingJourney({ events: [event], users: [user] }),
    load: { model: 'open', ratePerSecond: requestsPerSecond / 3, arrivals: 'poisson' },
    seed: 1,
    warmUpMs: 0,
    durationMs: (requests * 1000) / requestsPerSecond,
    timeoutMs: 10_000,
    maxInFlight: 10_000,
    clock: { startedAt, originNs },
  };
}

/** exchangeOf: times that spread as those of a real server do, over four orders of magnitude. */
function exchangeOf(index: number, { scenario }: LoadPlan): Stamped {
  const scheduledMs = (index * 1000) / requestsPerSecond;
  const spread = ((index * 2_654_435_761) % 4_294_967_296) / 4_294_967_296;
  const stepIndex = index % scenario.steps.length;
  const { name } = scenario.steps[stepIndex]!;
  return {
    planned: { scheduledMs, stepIndex, step: { name } },
    requestId: index.toString(36),
    handedMs: scheduledMs + 0.1,
    writtenMs: scheduledMs + 0.2,
    endedMs: scheduledMs + 0.5 * 10 ** (4 * spread ** 4),
    status: 200,
    instance: `bookings-${1 + (index % 3)}`,
  };
}

function observed(
  plan: LoadPlan,
  recorder: Recorder,
  times: { startMs: number; measuredFromMs: number; endMs: number },
) {
  const maxRssBytes = process.resourceUsage().maxRSS * 1024;
  const usage = { cpuShare: 0.5, maxRssBytes, eventLoopUtilization: 0.5 };
  return observationOf({
    plan,
    recorder,
    times,
    stretchEndMs: plan.durationMs,
    endedMs: plan.durationMs + 100,
    stopped: false,
    journeys: { begun: 1, empty: 0 },
    usage,
    axisMs: (atMs) => atMs,
  });
}
