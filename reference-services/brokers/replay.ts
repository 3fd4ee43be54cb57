import type { StoreConfig } from '../kit/settings.ts';
import { reading } from '../stores/reading.ts';
import type { Queue } from './message.ts';
import { openBroker } from './open-broker.ts';

/** replayDeadLetters puts what a service's consumer gave up back into its queue. */
export async function replayDeadLetters({ brokerUrl }: StoreConfig, queue: Queue): Promise<string> {
  const broker = openBroker(brokerUrl, `${queue}-replay`);
  try {
    const replayed = await reading('The broker (BROKER_URL)', broker.replay(queue));
    return JSON.stringify({ service: queue, replayed });
  } finally {
    await broker.close();
  }
}
