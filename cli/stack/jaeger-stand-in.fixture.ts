import { baseImage } from '../../load/subjects/booking-platform/images.ts';
import { buildStandIn } from './stand-in.fixture.ts';

/** What the stand-in does: takes what Jaeger would, and has a page for each trace that it was told of. */
const server = `
const { createServer } = require('node:http');
const { buffer } = require('node:stream/consumers');
const taken = [];
createServer((request, response) => {
  void buffer(request).then((body) => {
    taken.push(body);
    response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
  });
}).listen(4318);
createServer(({ url }, response) => {
  const [, id] = /^\\/trace\\/([0-9a-f]{32})$/.exec(url) ?? [];
  const isHere = id !== undefined && taken.some((body) => body.includes(Buffer.from(id, 'hex')));
  response.writeHead(isHere ? 200 : 404).end();
}).listen(16686);
`;

const dockerfile = `FROM ${baseImage}
COPY server.cjs /
USER node
CMD ["node", "/server.cjs"]
`;

/** buildJaegerStandIn builds an image that takes Jaeger's place, on its ports. */
export async function buildJaegerStandIn(name: string): Promise<void> {
  await buildStandIn(name, { 'server.cjs': server, Dockerfile: dockerfile });
}
