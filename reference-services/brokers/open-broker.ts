import type { Broker } from './broker.ts';
import { PostgresBroker } from './postgres/postgres-broker.ts';

/** openBroker gives the broker that a URL names; the settings let only known schemes through. */
export function openBroker(url: string, applicationName: string): Broker {
  return new PostgresBroker({ url, applicationName });
}
