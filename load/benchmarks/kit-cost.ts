import { fileURLToPath } from 'node:url';
import type { ServiceSpec } from '../model/system.ts';
import { heapFlags } from '../subjects/booking-platform/commands.ts';
import { type HttpCall, HttpLoop } from './closed-loop.ts';
import type { Row } from './row.ts';
import { type Alternation, type Side, alternate, medianOf } from './sides.ts';
import type { Stand } from './stand.ts';

const clients = 10;
const call: HttpCall = { method: 'GET', path: '/things/01980000-0000-7000-8000-000000000001', status: 200 };

/**
 * kitCost is what metrics, request id, validation, sampled log and drain add to the CPU time that a bare Fastify route
 * takes per request: a service on the kit with one route, held against that route in Fastify alone. Both are driven to
 * their limit by the same clients, because a server that has idle moments spends most of its time on waking up.
 */
export async function kitCost(
  stand: Stand,
  alternation: Alternation,
  teardown: AsyncDisposableStack,
): Promise<Row[]> {
  const target = await stand.start({
    entry: 'bare-route',
    services: [
      service('bare-route', 'fixtures/bare-route.ts'),
      service('one-route', '../../reference-services/kit/fixtures/one-route.ts'),
    ],
  });
  const sideOf = (name: string): Side => {
    const { url, pid = 0 } = target.replicas(name)[0]!;
    const loop = teardown.use(new HttpLoop(url, clients));
    return { name, pid, run: (durationMs) => loop.run(() => call, { durationMs }) };
  };
  const pairs = await alternate([sideOf('bare-route'), sideOf('one-route')], alternation);
  const [bareUs, kitUs] = [medianOf(pairs, 0, 'cpuUs'), medianOf(pairs, 1, 'cpuUs')];
  return [
    {
      what: 'kit over a bare Fastify route, CPU per request',
      unit: '%',
      values: pairs.map(([bare, kit]) => (kit.cpuUs / bare.cpuUs - 1) * 100),
      goal: { better: 'below', goal: 35, aim: 20 },
      beside: `${bareUs.toFixed(1)} → ${kitUs.toFixed(1)} µs`,
    },
  ];
}

/** service describes a program that is started as the platform's services are, with the same flags. */
export function service(name: string, script: string, env: ServiceSpec['env'] = {}): ServiceSpec {
  const path = fileURLToPath(new URL(script, import.meta.url));
  return {
    name,
    command: [process.execPath, ...heapFlags, path],
    env,
    replicas: 1,
    readyPath: '/readyz',
    metricsPath: '/metrics',
  };
}
