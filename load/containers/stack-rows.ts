import { setTimeout as delay } from 'node:timers/promises';
import { Problem } from '../model/problem.ts';
import { isGone, nameOf, type Part } from './compose-parts.ts';
import type { Engine } from './engine.ts';

const readyWithinMs = 60_000;
const lookEveryMs = 50;
const answerDeadlineMs = 1_000;

/** Rows: replicas by service, in the order in which the services start. */
export type Rows = readonly (readonly Part[])[];

/** stopRows ends replicas in order, as `docker compose stop` does: the last service first, each within its own time to stop. */
export async function stopRows({ client }: Engine, rows: Rows): Promise<void> {
  for (const row of rows.toReversed())
    await Promise.all(
      row.map(({ inspected }) => client.container.getById(inspected.Id).stop().catch(unlessStopped)),
    );
}

/** StartAgain: where replicas are found once they run, and when one of them is ready. */
export interface StartAgain {
  readonly project: string;
  readonly network: string;
  readonly readyUrl: (address: string) => string;
}

/**
 * startRows starts replicas again and waits until they are ready. Where they are gone the stack was ended meanwhile,
 * and there is nothing to start. Throws a Problem for one that does not become ready.
 */
export async function startRows(engine: Engine, rows: Rows, order: StartAgain): Promise<void> {
  await Promise.all(rows.flat().map((part) => startOne(engine, part, order)));
}

async function startOne(engine: Engine, part: Part, order: StartAgain): Promise<void> {
  const container = engine.client.container.getById(part.inspected.Id);
  try {
    await container.start().catch(unlessStarted);
    await untilReady(container, part, order);
  } catch (error) {
    if (isGone(error)) return;
    throw error instanceof Problem ? error : cannotRestore(part, order, (error as Error).message);
  }
}

async function untilReady(
  container: ReturnType<Engine['client']['container']['getById']>,
  part: Part,
  order: StartAgain,
): Promise<void> {
  const giveUpAt = performance.now() + readyWithinMs;
  for (;;) {
    const { State, NetworkSettings } = await container.inspect();
    if (!State.Running) throw cannotRestore(part, order, `it ended with ${State.ExitCode}`);
    const address = NetworkSettings.Networks[order.network]?.IPAddress ?? '';
    if (await answers(order.readyUrl(address))) return;
    if (performance.now() > giveUpAt)
      throw cannotRestore(part, order, `it was not ready within ${readyWithinMs / 1000} s`);
    await delay(lookEveryMs);
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(answerDeadlineMs) })).ok;
  } catch {
    return false;
  }
}

function cannotRestore(part: Part, { project }: StartAgain, why: string): Problem {
  return new Problem('harness', `the stack "${project}" is not as it was found: ${nameOf(part)}: ${why}.`, {
    next: 'Set it up again with rehearse down and rehearse up.',
  });
}

const notModified = 304;

function unlessStarted(error: unknown): void {
  if ((error as { statusCode?: number }).statusCode !== notModified) throw error;
}
const unlessStopped = unlessStarted;
