import { accountOfConnections, IdleConnection } from '../../../probes/idle-connection.ts';
import { graceful, type ShutdownCase } from './shutdown-case.ts';
import type { Stage } from './stage.ts';

const opened = 20;
/** askAgainWithinMs: well within the time that a draining replica gives balancers to notice. */
const askAgainWithinMs = 400;
const closedWithinMs = 1_000;

/**
 * idleConnections: SIGTERM while clients keep connections alive. Half of them send one more request soon after it,
 * which is answered; all are closed in order.
 */
export const idleConnections: ShutdownCase = {
  expected: () => graceful,
  act: async (stage) => {
    const replica = await stage.add();
    const connections: IdleConnection[] = [];
    try {
      while (connections.length < opened) {
        connections.push(await IdleConnection.open(replica.url, stage.run.prepared.firstAnswer));
      }
      const late = connections.slice(0, opened / 2);
      let outcomes: Awaited<ReturnType<IdleConnection['askAgain']>>[] = [];
      await stage.stop(replica, {
        count: 0,
        afterSignal: async () => {
          outcomes = await Promise.all(late.map((connection) => askLater(stage, connection)));
        },
      });
      await Promise.all(connections.map((connection) => connection.untilClosed(closedWithinMs)));
      stage.connections = accountOfConnections(connections, outcomes);
    } finally {
      for (const connection of connections) connection.drop();
    }
  },
};

async function askLater(stage: Stage, connection: IdleConnection) {
  await stage.pause(stage.random() * askAgainWithinMs);
  return connection.askAgain();
}
