import { baseImage } from '../../load/subjects/booking-platform/images.ts';
import { buildStandIn } from './stand-in.fixture.ts';

/** What the stand-in does: reads the configuration that Alloy would, writes where it would, and logs each body it gets. */
const server = `
const { accessSync, writeFileSync } = require('node:fs');
const { text } = require('node:stream/consumers');
accessSync(process.argv.at(-1));
writeFileSync('/var/lib/alloy/written', '');
require('node:http').createServer((request, response) => {
  void text(request).then((body) => {
    console.log(request.method + ' ' + request.url + ' ' + body);
    response.writeHead(202).end();
  });
}).listen(12347);
`;

const dockerfile = `FROM ${baseImage}
COPY server.cjs /
ENTRYPOINT ["node", "/server.cjs"]
`;

/** buildAlloyStandIn builds an image that takes the place of Grafana Alloy, with the arguments and folders of the stack. */
export async function buildAlloyStandIn(name: string): Promise<void> {
  await buildStandIn(name, { 'server.cjs': server, Dockerfile: dockerfile });
}
