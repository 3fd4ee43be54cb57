import { memory } from '../suites/memory.ts';
import { bookingPlatform } from '../subjects/booking-platform/booking-platform.ts';
import { leakAnalysis } from './analyses/leak.ts';
import { leaking } from './testing/leaking.ts';
import { prepareRun } from './testing/prepared-run.ts';

// Does the memory suite find a small leak, and accuse nobody without one? `node load/runner/leak-proof.bench.ts [bytes]`
// The suite as it is by default, four minutes in all: first with a leak of so many bytes for each request (a multiple of 8,
// by default 104) in bookings alone, then without. Every other replica is one that does not leak.

const bytesPerRequest = Number(process.argv[2] ?? 104);
const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function judged(title: string, subject: typeof bookingPlatform): Promise<void> {
  await using prepared = await prepareRun(subject);
  const [spec] = memory.make({}).experiments;
  const { experiment } = await prepared.done(spec!);
  const seconds = Math.round((experiment.endedAtMs - experiment.startedAtMs) / 1000);
  print(`${title}: ${seconds} s`);
  for (const leak of leakAnalysis(experiment)?.replicas ?? []) {
    const { replica, verdict, bytesPerRequest: slope, interval, points, reason } = leak;
    const bounds =
      interval === undefined ? 'no interval' : `${rounded(interval.low)} to ${rounded(interval.high)}`;
    print(
      `  ${replica.padEnd(11)} ${verdict.padEnd(11)} ${rounded(slope).padStart(7)} B/request (${bounds}), ` +
        `${points.at(-1)?.requests ?? 0} requests: ${reason}`,
    );
  }
}

function rounded(value: number | null): string {
  return value === null ? '–' : value.toFixed(1);
}

const leaks = leaking(bookingPlatform, 'bookings', bytesPerRequest);
await judged(`bookings leaks ${bytesPerRequest} bytes per request`, leaks);
await judged('nobody leaks', bookingPlatform);
