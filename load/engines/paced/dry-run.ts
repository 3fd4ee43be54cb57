import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { OpenPlan } from '../../model/load-plan.ts';
import { perform, type Outside } from './assemble.ts';

const [ratePerSecond, durationMs] = [1000, 200];
const answer = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 11\r\n\r\n{"ok":true}';

/**
 * dryRun sends a few hundred requests to a server inside this process and forgets them, so that the code of the engine
 * is loaded and compiled before it measures: without it, the first requests of a load look up to 15 ms slower.
 */
export async function dryRun({ seed, clock }: OpenPlan, { alarm }: Pick<Outside, 'alarm'>): Promise<void> {
  const server = createServer((socket) => {
    socket.on('error', () => {}).on('data', () => socket.write(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const outside: Outside = { alarm, onProgress: () => {}, onJournal: () => {} };
  const plan = { ...dryPlan, seed, clock, baseUrl: `http://127.0.0.1:${port}` };
  const { finished } = perform(plan, outside);
  await finished;
  server.close();
}

const dryPlan: Omit<OpenPlan, 'seed' | 'clock' | 'baseUrl'> = {
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
  durationMs,
  timeoutMs: 1000,
  maxInFlight: 1000,
};
