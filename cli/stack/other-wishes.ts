import { Problem } from '../../load/model/problem.ts';
import type { StackContainer } from './stack-containers.ts';

/** Wishes: what a start asks a stack to be. */
interface Wishes {
  readonly project: string;
  readonly replicas: Readonly<Record<string, number>>;
  readonly profile: readonly string[];
}

/** refuseOtherWishes throws a Problem where a stack that is up is another than a start asks for: it gets load alone. */
export function refuseOtherWishes(
  { project, replicas, profile }: Wishes,
  profiles: readonly string[],
  containers: readonly Pick<StackContainer, 'service'>[],
): void {
  const count = (name: string): number => containers.filter(({ service }) => service === name).length;
  const others = [
    ...Object.entries(replicas)
      .filter(([service, wanted]) => count(service) !== wanted)
      .map(([service]) => `with ${count(service)} of ${service}`),
    ...profile.filter((name) => !profiles.includes(name)).map((name) => `without ${name}`),
  ];
  if (others.length === 0) return;
  throw new Problem('usage', `the stack "${project}" is up already, ${others.join(', ')}.`, {
    next: 'Put load on it as it is, with --load alone, or end it with rehearse down and start it so.',
  });
}
