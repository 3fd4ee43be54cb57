import { serveDocument } from '../kit/openapi.ts';
import { runService } from '../kit/service.ts';
import { gatewaySettings } from './config.ts';
import { httpsOptions } from './https.ts';
import { startGateway } from './start.ts';

await runService({
  name: 'gateway',
  settings: gatewaySettings,
  https: httpsOptions,
  start: (context) => {
    serveDocument(context.app, 'gateway');
    startGateway(context);
  },
});
