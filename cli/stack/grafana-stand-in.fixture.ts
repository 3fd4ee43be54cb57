import { baseImage } from '../../load/subjects/booking-platform/images.ts';
import { buildStandIn } from './stand-in.fixture.ts';

/** What the stand-in answers: the folders that Grafana would read, and whether it can write where Grafana would. */
const server = `
const { readdirSync, writeFileSync } = require('node:fs');
require('node:http').createServer((_, response) => {
  for (const folder of ['/var/lib/grafana', '/var/log/grafana', '/tmp']) writeFileSync(folder + '/written', '');
  const dashboards = readdirSync('/etc/grafana/dashboards').length;
  response.end(JSON.stringify({ provisioning: readdirSync('/etc/grafana/provisioning').sort(), dashboards }));
}).listen(3000);
`;

// The health check of the stack asks with wget, as Grafana's image has it.
const wget = `#!/usr/local/bin/node
require('node:http').get(process.argv.at(-1), ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1));
`;

const dockerfile = `FROM ${baseImage}
COPY wget /usr/local/bin/
COPY server.cjs /
RUN mkdir /var/lib/grafana /var/log/grafana && chown 472:0 /var/lib/grafana /var/log/grafana && chmod +x /usr/local/bin/wget
USER 472
CMD ["node", "/server.cjs"]
`;

/** buildGrafanaStandIn builds an image that takes Grafana's place, as another user on the same folders and port. */
export async function buildGrafanaStandIn(name: string): Promise<void> {
  await buildStandIn(name, { 'server.cjs': server, wget, Dockerfile: dockerfile });
}
