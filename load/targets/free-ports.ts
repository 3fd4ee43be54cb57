import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** FreePorts gives ports of 127.0.0.1 that nobody listens on at that moment, and none of them twice. */
export class FreePorts {
  readonly #given = new Set<number>();

  async take(): Promise<number> {
    for (;;) {
      const port = await unusedPort();
      if (this.#given.has(port)) continue;
      this.#given.add(port);
      return port;
    }
  }

  /** giveBack: the port's user is gone. */
  giveBack(port: number): void {
    this.#given.delete(port);
  }
}

async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
