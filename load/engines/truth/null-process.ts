import { createServer } from 'node:net';
import { okAnswer } from './bare-server.ts';
import { serve } from './serve.ts';

// The null server: answers each request without a body at once, and does as little else as a server can.
const answer = Buffer.from(okAnswer());
const headEnd = Buffer.from('\r\n\r\n');
const empty = Buffer.alloc(0);
let answered = 0;

const server = createServer({ noDelay: true }, (socket) => {
  // Of a head that comes in parts, the last characters are kept: its end may be cut in two.
  let rest: Buffer = empty;
  socket.on('error', () => {});
  socket.on('data', (chunk: Buffer) => {
    const text = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let at = text.indexOf(headEnd); at >= 0; at = text.indexOf(headEnd, from)) {
      from = at + headEnd.length;
      answered += 1;
      socket.write(answer);
    }
    rest = from === text.length ? empty : text.subarray(Math.max(from, text.length - 3));
  });
});
serve(server, () => ({ answered }));
