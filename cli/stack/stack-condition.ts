import type { StackContainer } from './stack-containers.ts';

/** StackCondition: what there is of a stack. */
export type StackCondition =
  | { readonly is: 'down' }
  | { readonly is: 'up' }
  /** starting: nothing is wrong, and not everything is ready. */
  | { readonly is: 'starting'; readonly waitingFor: readonly string[] }
  /** half: parts are missing or have ended. */
  | { readonly is: 'half'; readonly wrong: readonly StackContainer[]; readonly missing: readonly string[] };

/** lasting services run until the end; the others end by themselves once they have done their work. */
const lasting = ['postgres', 'events', 'bookings', 'gateway', 'prometheus'];
const passing = ['migrate-events', 'migrate-bookings'];

/** conditionOf judges a stack by its containers. */
export function conditionOf(containers: readonly StackContainer[]): StackCondition {
  if (containers.length === 0) return { is: 'down' };
  const wrong = containers.filter(isWrong);
  const missing = lasting.filter((name) => !containers.some(({ service }) => service === name));
  if (wrong.length > 0 || missing.length > 0) return { is: 'half', wrong, missing };
  const waitingFor = containers.filter((container) => !isDone(container)).map(({ name }) => name);
  return waitingFor.length > 0 ? { is: 'starting', waitingFor } : { is: 'up' };
}

function isWrong({ service, status, exitCode, health }: StackContainer): boolean {
  if (passing.includes(service)) return ended(status) && exitCode !== 0;
  return ended(status) || health === 'unhealthy';
}

function ended(status: string): boolean {
  return ['exited', 'dead', 'paused', 'removing'].includes(status);
}

function isDone({ service, status, health }: StackContainer): boolean {
  if (passing.includes(service)) return status === 'exited';
  return status === 'running' && (health === undefined || health === 'healthy');
}

/** describeHalf tells in words what is wrong with a stack that is half up. */
export function describeHalf({ wrong, missing }: Extract<StackCondition, { is: 'half' }>): string {
  const ends = wrong.map(({ name, status, exitCode, health }) =>
    status === 'exited' ? `${name} ended (${exitCode})` : `${name} is ${health ?? status}`,
  );
  return [...ends, ...missing.map((service) => `${service} is missing`)].join(', ');
}
