import { serveDocument } from '../kit/openapi.ts';
import { runService } from '../kit/service.ts';
import { gatewaySettings } from './config.ts';
import { startGateway } from './start.ts';

await runService({
  name: 'gateway',
  settings: gatewaySettings,
  start: (context) => {
    serveDocument(context.app, 'gateway');
    startGateway(context);
  },
});
