import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

// What was being made when the harness went appears a moment later: one look that finds nothing is not enough.
const quietMs = 1_000;
const giveUpMs = 20_000;
const lookMs = 100;
/** stopTakesMs: what a replica takes to drain, with room. */
const stopTakesMs = 5_000;
const answerDeadlineMs = 5_000;

// In this order: a network goes only when no container is in it any more
// (https://docs.docker.com/reference/api/engine/).
const kinds = [
  { list: '/containers/json?all=1&', remove: (id: string) => `/containers/${id}?force=1&v=1` },
  { list: '/networks?', remove: (id: string) => `/networks/${id}` },
] as const;

/**
 * emptyEngine removes every container, with its anonymous volumes, and every network of a Docker engine that carries a label (`name=value`), and
 * goes on looking for a second. Rejects where the engine does not answer any more.
 */
export async function emptyEngine(socketPath: string, label: string): Promise<void> {
  const startedMs = performance.now();
  let lastSeenMs = startedMs;
  while (performance.now() - lastSeenMs < quietMs && performance.now() - startedMs < giveUpMs) {
    if (await removeAll(socketPath, label)) lastSeenMs = performance.now();
    await delay(lookMs);
  }
}

async function removeAll(socketPath: string, label: string): Promise<boolean> {
  let found = false;
  const filters = `filters=${encodeURIComponent(JSON.stringify({ label: [label] }))}`;
  for (const kind of kinds) {
    const listed = JSON.parse(await ask(socketPath, 'GET', `${kind.list}${filters}`)) as { Id: string }[];
    // What is going already, or still has a user, is there at the next look or not.
    await Promise.allSettled(listed.map(({ Id }) => ask(socketPath, 'DELETE', kind.remove(Id))));
    found ||= listed.length > 0;
  }
  return found;
}

/** startContainers starts containers again, each on the engine behind its socket; those that are gone, nobody misses. */
export async function startContainers(stopped: ReadonlyMap<string, string>): Promise<void> {
  await Promise.allSettled([...stopped].map(([id, socketPath]) => startOnceStopped(socketPath, id)));
}

// An engine goes on with the stop that a harness asked for which was killed then.
async function startOnceStopped(socketPath: string, id: string): Promise<void> {
  const giveUpAt = performance.now() + stopTakesMs;
  while (await isRunning(socketPath, id)) {
    if (performance.now() > giveUpAt) return;
    await delay(lookMs);
  }
  await ask(socketPath, 'POST', `/containers/${id}/start`);
}

async function isRunning(socketPath: string, id: string): Promise<boolean> {
  const { State } = JSON.parse(await ask(socketPath, 'GET', `/containers/${id}/json`)) as {
    State?: { Running: boolean };
  };
  if (State === undefined) throw new Error('there is no such container');
  return State.Running;
}

function ask(socketPath: string, method: string, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, method, path, timeout: answerDeadlineMs }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => (body += text));
      response.once('end', () => resolve(body));
      response.once('error', reject);
    });
    sent.once('timeout', () => sent.destroy(new Error('the engine does not answer')));
    sent.once('error', reject);
    sent.end();
  });
}
