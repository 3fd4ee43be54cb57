import type { ServiceDeclaration } from '../../openapi/declaration.ts';
import { beacon } from './beacon.ts';
import { addCollectRoute, type CollectOptions } from './collect.ts';

/** faroApi says what the gateway answers to what the web page sends of itself. */
export const faroApi: ServiceDeclaration = {
  name: 'faro',
  description: 'What browsers tell of the web page.',
  tags: { faro: 'Web vitals and errors of the web page, as Grafana Faro sends them.' },
  isFront: true,
  schemas: { Beacon: beacon },
  addRoutes: (app) => addCollectRoute(app, {} as CollectOptions),
  operations: {
    'POST /faro/collect': {
      id: 'collect',
      tag: 'faro',
      summary: 'Takes what a browser tells of a visit',
      description:
        'A beacon of up to 64 KiB. Web vitals and errors are counted by page. The same Idempotency-Key counts once.',
      answer: { status: 202, description: 'It was taken, or had been before.' },
      problems: { 429: ['too-many-requests'] },
    },
  },
};
