import type { Socket } from 'node:net';
import { newHistogram, percentiles, recordMs } from '../../model/histogram.ts';
import { dueQueue } from '../paced/due-queue.ts';
import { takeRealTime } from '../process/real-time.ts';
import { sleeperAlarm } from '../paced/sleeper-alarm.ts';
import { bareServer, okAnswer } from './bare-server.ts';
import { serve } from './serve.ts';
import { serviceModel, type ServiceSpec } from './service-model.ts';
import type { TimedAccount } from './timed-server.ts';

// A server that answers when its model says, to some 50 µs, and keeps an account of when it really did.
const spec = JSON.parse(process.argv[2] ?? '{}') as ServiceSpec;
const warmUpRequests = Number(process.argv[3] ?? 0);
const answer = Buffer.from(okAnswer());

interface Waiting {
  readonly socket: Socket;
  readonly arrivalMs: number;
  readonly measured: boolean;
}

const alarm = await sleeperAlarm();
// What delays the truth itself would be held against whoever measures it.
await takeRealTime([process.pid, alarm.thread]);
const model = serviceModel(spec);
const waiting = dueQueue<Waiting>();
const [took, asked, late] = [newHistogram(), newHistogram(), newHistogram()];
let [answered, connections, alarmMs] = [0, 0, Number.NaN];

/** earlyMs: it is awake so long before an answer is due, and goes round the event loop, which is sharper than sleeping. */
const earlyMs = 0.1;

function answerDue(): void {
  for (let nowMs = performance.now(); waiting.firstDueMs() <= nowMs; nowMs = performance.now()) {
    const { dueMs, item } = waiting.shift()!;
    item.socket.write(answer);
    answered += 1;
    if (!item.measured) continue;
    recordMs(took, nowMs - item.arrivalMs);
    recordMs(asked, dueMs - item.arrivalMs);
    recordMs(late, nowMs - dueMs);
  }
  awaitDue(waiting.firstDueMs());
}

function ring(): void {
  alarmMs = Number.NaN;
  answerDue();
}

function awaitDue(dueMs: number): void {
  if (dueMs - performance.now() < earlyMs) setImmediate(answerDue);
  else if (dueMs !== alarmMs && dueMs < Number.POSITIVE_INFINITY) {
    alarmMs = dueMs;
    alarm.set(dueMs - earlyMs, ring);
  }
}

const server = bareServer(({ number }, socket) => {
  const arrivalMs = performance.now();
  const firstBefore = waiting.firstDueMs();
  waiting.push(model(arrivalMs, number), { socket, arrivalMs, measured: number > warmUpRequests });
  if (waiting.firstDueMs() < firstBefore) awaitDue(waiting.firstDueMs());
});
server.on('connection', () => (connections += 1));
serve(server, (): TimedAccount => ({
  answered,
  connections,
  tookMs: percentiles(took),
  askedMs: percentiles(asked),
  lateMs: percentiles(late),
}));
