import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';

const NO_ERROR = 0;
const SERVER_FAILURE = 2;
const NO_SUCH_NAME = 3;
const HEADER_BYTES = 12;

/** LittleDns: a name server that knows A records only; a name it was not given does not exist. */
export interface LittleDns extends AsyncDisposable {
  /** `address:port`, as a resolver wants it. */
  readonly address: string;
  readonly records: Map<string, readonly string[] | 'server failure'>;
  answered: number;
}

/** StartLittleDns answers over UDP on a free loopback port (RFC 1035, one question a message). */
export async function startLittleDns(): Promise<LittleDns> {
  const records: LittleDns['records'] = new Map();
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const dns: LittleDns = {
    address: `127.0.0.1:${socket.address().port}`,
    records,
    answered: 0,
    [Symbol.asyncDispose]: () => new Promise((resolve) => socket.close(() => resolve())),
  };
  socket.on('message', (query: Buffer, from: RemoteInfo) => {
    dns.answered += 1;
    socket.send(answer(query, records), from.port, from.address);
  });
  return dns;
}

function answer(query: Buffer, records: LittleDns['records']): Buffer {
  const { name, end } = questionOf(query);
  const found = records.get(name);
  const addresses = Array.isArray(found) ? (found as string[]) : [];
  const code = found === undefined ? NO_SUCH_NAME : found === 'server failure' ? SERVER_FAILURE : NO_ERROR;
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(query.readUInt16BE(0), 0);
  header.writeUInt16BE(0x81_80 | code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(addresses.length, 6);
  return Buffer.concat([header, query.subarray(HEADER_BYTES, end), ...addresses.map(addressRecord)]);
}

function questionOf(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 5 };
}

/** The name is a pointer to the question; type A, class IN, no caching. */
function addressRecord(address: string): Buffer {
  const octets = address.split('.').map(Number);
  return Buffer.from([0xc0, HEADER_BYTES, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...octets]);
}
