import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { OpenPlan } from '../../model/load-plan.ts';
import { perform, type Outside } from './assemble.ts';

/** ratePerSecond: more than can be sent, with so many in flight at most. */
const [ratePerSecond, maxInFlight] = [10_000, 50];

/** shareOfLoad: a dry run takes this share of the time of the load that it is for, within two limits. */
const [shareOfLoad, leastMs, mostMs] = [0.1, 200, 600];

const answer = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 11\r\n\r\n{"ok":true}';

/**
 * dryRun sends requests to a server inside this process and forgets them, so that the code of the engine is loaded and
 * compiled before it measures: without it, the first requests of a load look up to 15 ms slower, and each of the first
 * ten thousand costs some 40% more, for V8 optimizes what has been called 400 times, and once more after 3,000.
 */
export async function dryRun(plan: OpenPlan, { alarm }: Pick<Outside, 'alarm'>): Promise<void> {
  const server = createServer((socket) => {
    socket.on('error', () => {}).on('data', () => socket.write(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const outside: Outside = { alarm, onProgress: () => {}, onJournal: () => {} };
  const { seed, clock, warmUpMs } = plan;
  const durationMs = Math.min(mostMs, Math.max(leastMs, (warmUpMs + plan.durationMs) * shareOfLoad));
  const baseUrl = `http://127.0.0.1:${port}`;
  const { finished } = perform({ ...dryPlan, seed, clock, durationMs, baseUrl }, outside);
  await finished;
  server.close();
}

const dryPlan: Omit<OpenPlan, 'seed' | 'clock' | 'durationMs' | 'baseUrl'> = {
  scenario: {
    name: 'dry run',
    description: '',
    data: {},
    variables: { number: { integer: [0, 9] } },
    steps: [
      {
        name: 'post',
        method: 'POST',
        path: '/{number}',
        body: { number: '{number}' },
        expectStatus: [200],
        checks: [{ pointer: '/ok', equals: true }],
      },
      { name: 'get', method: 'GET', path: '/', expectStatus: [] },
    ],
  },
  load: { model: 'open', ratePerSecond, arrivals: 'poisson' },
  warmUpMs: 0,
  timeoutMs: 1000,
  maxInFlight,
};
