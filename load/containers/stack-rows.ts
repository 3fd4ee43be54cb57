import { setTimeout as delay } from 'node:timers/promises';
import { Problem } from '../model/problem.ts';
import { isGone, nameOf, type Part } from './compose-parts.ts';
import type { Engine } from './engine.ts';

const healthyWithinMs = 60_000;
const lookEveryMs = 100;

/** Rows: replicas by service, in the order in which the services start. */
export type Rows = readonly (readonly Part[])[];

/** stopRows ends replicas in order, as `docker compose stop` does: the last service first, each within its own time to stop. */
export async function stopRows({ client }: Engine, rows: Rows): Promise<void> {
  for (const row of rows.toReversed())
    await Promise.all(
      row.map(({ inspected }) => client.container.getById(inspected.Id).stop().catch(unlessDone)),
    );
}

/**
 * startRows starts replicas again and waits until they are healthy, where the stack asks for that. Where they are gone
 * the stack was ended meanwhile, and there is nothing to start. Throws a Problem for one that does not come back.
 */
export async function startRows(engine: Engine, project: string, rows: Rows): Promise<void> {
  await Promise.all(rows.flat().map((part) => startOne(engine, project, part)));
}

async function startOne({ client }: Engine, project: string, part: Part): Promise<void> {
  const container = client.container.getById(part.inspected.Id);
  try {
    await container.start().catch(unlessDone);
    const giveUpAt = performance.now() + healthyWithinMs;
    for (;;) {
      const { State } = await container.inspect();
      if (!State.Running) throw new Error(`it ended with ${State.ExitCode}`);
      if (State.Health === undefined || State.Health.Status === 'healthy') return;
      if (performance.now() > giveUpAt) throw new Error(`it is ${State.Health.Status}`);
      await delay(lookEveryMs);
    }
  } catch (cause) {
    if (isGone(cause)) return;
    const why = `${nameOf(part)}: ${(cause as Error).message}`;
    throw new Problem('harness', `the stack "${project}" is not as it was found: ${why}.`, {
      next: 'Set it up again with rehearse down and rehearse up.',
      cause,
    });
  }
}

const notModified = 304;

/** unlessDone: what was asked for is so already. */
function unlessDone(error: unknown): void {
  if ((error as { statusCode?: number }).statusCode !== notModified) throw error;
}
