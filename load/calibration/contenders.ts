import { autocannonEngine } from '../engines/autocannon.ts';
import { k6Engine } from '../engines/k6.ts';
import { findK6 } from '../engines/k6/find-k6.ts';
import { pacedEngine } from '../engines/paced.ts';
import type { Contender } from './contender.ts';
import { engineContender } from './engine-contender.ts';
import { hey } from './tools/hey.ts';
import { oha } from './tools/oha.ts';
import { plainAutocannon } from './tools/plain-autocannon.ts';
import { toolContender } from './tools/tool-contender.ts';
import { vegeta } from './tools/vegeta.ts';
import { wrk } from './tools/wrk.ts';

/** contenders: our engines, and what others use, in the order in which they are put to the test. */
export const contenders: readonly Contender[] = [
  engineContender(pacedEngine),
  engineContender(k6Engine, {
    // Its arrivals are evenly spaced, whatever is asked for.
    arrivalsFor: () => 'uniform',
    absent: async () => {
      try {
        await findK6();
        return undefined;
      } catch (error) {
        return (error as Error).message;
      }
    },
  }),
  engineContender(autocannonEngine),
  ...[vegeta, hey, oha, wrk, plainAutocannon].map(toolContender),
];
