// The image's health check: asks /livez of the operational port, with nothing but Node.js.
import { get } from 'node:http';

const question = get(
  { host: '127.0.0.1', port: Number(process.env['OPS_PORT']), path: '/livez', timeout: 2000 },
  ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1),
);
question.on('timeout', () => process.exit(1)).on('error', () => process.exit(1));
