import { once } from 'node:events';
import { createServer } from 'node:net';
import { Problem } from '../load/model/problem.ts';

/**
 * refuseBusyPort throws a Problem if nothing may listen on a port of 127.0.0.1: before all else is started for it.
 * `otherwise` is what else can be done than to end who has it.
 */
export async function refuseBusyPort(
  port: number,
  otherwise = 'choose another port with --port',
): Promise<void> {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be used (${code})`;
    throw new Problem('usage', `the port 127.0.0.1:${port} ${why}.`, {
      next: `End that program, or ${otherwise}.`,
      cause: error,
    });
  } finally {
    server.close();
  }
}
