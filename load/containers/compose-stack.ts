import type { Guard } from '../model/guard.ts';
import { Problem } from '../model/problem.ts';
import { composeLabels, nameOf, type Part, partsOf } from './compose-parts.ts';
import { type Bridge, gatewayOf } from './container-network.ts';
import type { Inspected, Sibling } from './container-options.ts';
import { ContainerProcesses } from './container-processes.ts';
import { localEngine } from './engine.ts';
import { type Joined, type Removable, Shared } from './shared.ts';
import { refuseOtherBuild, refuseUnlessWhole } from './stack-refusals.ts';
import { startRows, stopRows } from './stack-rows.ts';

/** StackOrder: which stack is borrowed, and what of it stands still meanwhile. */
export interface StackOrder {
  readonly project: string;
  /** services whose replicas stand still, in the order in which they start. */
  readonly services: readonly string[];
  /** runLabel: a label that whatever a run starts carries. */
  readonly runLabel: string;
}

/** BorrowedStack: a stack whose own replicas stand still, so that those of a run are found in their place. */
export interface BorrowedStack extends Bridge {
  readonly project: string;
  /** part: a container of a service as it was found. Throws a Problem where there is none. */
  part(service: string): Inspected;
  /** sibling: what a further replica of a service is made of; whoever is not announced is found by nobody. */
  sibling(service: string, announced: boolean): Sibling;
}

/** JoinedStack: a borrowed stack for one of those who use it. */
export type JoinedStack = Joined<BorrowedStack & Removable>;

/**
 * ComposeStack: a compose project that runs, borrowed by the first who joins it and given back by the last who leaves.
 * Its own replicas of some services are stopped and, at the end, the same containers are started again. Meanwhile
 * replicas that are made as they were, with their labels, limits, networks and names, are found in their place.
 */
export class ComposeStack {
  readonly #order: StackOrder;
  /** processes of the containers that were started in it, and of what works for them. */
  readonly processes = new ContainerProcesses();
  readonly #shared = new Shared((guard) => this.#borrow(guard));

  constructor(order: StackOrder) {
    this.#order = order;
  }

  /** join throws a Problem where the stack is not whole, or another than it should be; it is as it was then. */
  join(guard: Guard): Promise<JoinedStack> {
    return this.#shared.join(guard);
  }

  async #borrow(guard: Guard): Promise<BorrowedStack & Removable> {
    const { project, services, runLabel } = this.#order;
    const engine = await localEngine();
    const parts = await partsOf(engine, project);
    refuseUnlessWhole(project, services, parts, runLabel);
    const rows = services.map((name) => parts.filter(({ service }) => service === name));
    for (const part of rows.flat()) await refuseOtherBuild(engine, project, part);
    const name = commonNetwork(project, rows.flat());
    const { socketPath } = engine;
    const stopped = rows.flat().map(({ inspected }) => inspected.Id);
    const gateway = await gatewayOf(engine, name);
    const labels = guard.adoptEngine(socketPath);
    guard.adoptStopped(socketPath, stopped);
    const giveBack = async (): Promise<void> => {
      this.processes.clear();
      await startRows(engine, project, rows);
      guard.releaseStopped(stopped);
      guard.releaseEngine(socketPath);
    };
    await stopRows(engine, rows).catch(async (error: unknown) => {
      await giveBack();
      throw error;
    });
    for (const { service, inspected } of parts)
      if (!services.includes(service) && inspected.State.Running) this.processes.started(inspected.State.Pid);
    const found = new Parts(project, parts, name);
    return {
      engine,
      name,
      gateway,
      labels,
      project,
      part: (service) => found.first(service).inspected,
      sibling: (service, announced) => found.sibling(service, announced),
      processes: this.processes,
      remove: giveBack,
    };
  }
}

/** Parts: what a stack was found to hold, and how what joins it is called. */
class Parts {
  readonly #project: string;
  readonly #parts: readonly Part[];
  readonly #network: string;
  readonly #last = new Map<string, number>();

  constructor(project: string, parts: readonly Part[], network: string) {
    this.#project = project;
    this.#parts = parts;
    this.#network = network;
    for (const { service, number } of parts) this.#last.set(service, number);
  }

  first(service: string): Part {
    const part = this.#parts.find((one) => one.service === service);
    if (part !== undefined) return part;
    throw new Problem('usage', `the stack "${this.#project}" has no service ${service}.`, {
      next: 'Use --target containers, or another stack.',
    });
  }

  sibling(service: string, announced: boolean): Sibling {
    const part = this.first(service);
    const number = (this.#last.get(service) ?? 0) + 1;
    this.#last.set(service, number);
    return {
      of: part.inspected,
      name: nameOf(part).replace(/\d*$/, String(number)),
      labels: { [composeLabels.number]: String(number) },
      aliases: announced ? sharedNames(part, this.#network) : [],
    };
  }
}

/** sharedNames: those by which all replicas of a service are found; its own name and id are of one alone. */
function sharedNames(part: Part, network: string): string[] {
  const { Networks } = part.inspected.NetworkSettings;
  const names: readonly string[] = Networks[network]?.Aliases ?? [];
  const own = names.filter((name) => name === nameOf(part) || part.inspected.Id.startsWith(name));
  return [...new Set([part.service, ...names.filter((name) => !own.includes(name))])];
}

/** commonNetwork: one that all replicas are in. */
function commonNetwork(project: string, parts: readonly Part[]): string {
  const [first = [], ...others] = parts.map(({ inspected }) =>
    Object.keys(inspected.NetworkSettings.Networks),
  );
  const common = first.toSorted().find((name) => others.every((names) => names.includes(name)));
  if (common !== undefined) return common;
  throw new Problem('usage', `the services of the stack "${project}" have no network in common.`, {
    next: 'Use --target containers.',
  });
}
