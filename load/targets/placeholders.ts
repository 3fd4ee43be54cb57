import { Problem } from '../model/problem.ts';
import type { ServiceSpec } from '../model/system.ts';

/** Placeholders: what `{name}` in a service's command and environment stands for. */
export interface Placeholders {
  readonly host: string;
  readonly port: string;
  readonly opsHost: string;
  readonly opsPort: string;
  readonly instance: string;
  readonly discoveryFile: string;
}

const inherited = ['PATH', 'HOME', 'TZ', 'LANG'] as const;

/** commandOf gives the service's command with its placeholders filled in. Throws a Problem for an unknown one. */
export function commandOf(spec: ServiceSpec, values: Placeholders): string[] {
  return spec.command.map((part) => fill(part, values, `the command of ${spec.name}`));
}

/**
 * environmentOf gives all that a replica is told. Nothing else is passed on: whoever starts the harness may have
 * secrets or NODE_OPTIONS in the environment, and neither is for the system under test.
 */
export function environmentOf(
  spec: ServiceSpec,
  values: Placeholders,
  extra: Readonly<Record<string, string>>,
  outer: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  const kept = inherited.flatMap((name) => (outer[name] === undefined ? [] : [[name, outer[name]]]));
  const told = Object.entries({ ...spec.env, ...extra });
  return {
    ...(Object.fromEntries(kept) as Record<string, string>),
    HOST: values.host,
    PORT: values.port,
    OPS_HOST: values.opsHost,
    OPS_PORT: values.opsPort,
    INSTANCE_ID: values.instance,
    ...Object.fromEntries(
      told.map(([name, value]) => [name, fill(value, values, `${name} of ${spec.name}`)]),
    ),
  };
}

// A brace that holds anything but one word is meant as it is written, as in JSON.
function fill(text: string, values: Placeholders, where: string): string {
  return text.replaceAll(/\{([A-Za-z]+)\}/g, (_, name: string) => {
    const value = (values as unknown as Readonly<Record<string, string>>)[name];
    if (value !== undefined) return value;
    throw new Problem('usage', `${where} holds {${name}}, which stands for nothing.`, {
      next: `Use one of ${Object.keys(values)
        .map((known) => `{${known}}`)
        .join(', ')}.`,
    });
  });
}
