import { freePort } from '../model/free-port.ts';

/** FreePorts gives ports of 127.0.0.1 that nobody listens on at that moment, and none of them twice. */
export class FreePorts {
  readonly #given = new Set<number>();

  async take(): Promise<number> {
    for (;;) {
      const port = await freePort();
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
