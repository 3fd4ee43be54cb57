import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseEnv } from 'node:util';
import { Problem } from '../../load/model/problem.ts';
import { publicKeysFile, writeTokenKeys } from '../../load/subjects/booking-platform/tokens.ts';
import { composeFolder, stackFiles } from './stack-files.ts';
import { namedImages } from './stack-images.ts';

/** StackPorts: of 127.0.0.1, where the parts of a stack are found. */
export interface StackPorts {
  readonly gateway: number;
  readonly prometheus: number;
  readonly grafana: number;
}

/** StackSettings: what compose is told by the environment. */
export interface StackSettings {
  readonly project: string;
  readonly ports: StackPorts;
  /** profiles: the parts that are not always started. */
  readonly profiles: readonly string[];
  /** images that the user has named in place of the usual ones, by variable. */
  readonly images: Readonly<Record<string, string>>;
  readonly postgresPassword: string;
  readonly grafanaPassword: string;
}

/** asEnvironment: the variables of compose.yaml, and those of compose itself. */
export function asEnvironment({
  project,
  ports,
  profiles,
  images,
  ...passwords
}: StackSettings): Record<string, string> {
  return {
    ...images,
    COMPOSE_PROJECT_NAME: project,
    COMPOSE_PROFILES: profiles.join(','),
    GATEWAY_PORT: String(ports.gateway),
    PROMETHEUS_PORT: String(ports.prometheus),
    GRAFANA_PORT: String(ports.grafana),
    TOKEN_KEYS_FOLDER: `./.secrets/${project}/public`,
    POSTGRES_PASSWORD: passwords.postgresPassword,
    GRAFANA_ADMIN_PASSWORD: passwords.grafanaPassword,
    ...(profiles.includes('tracing') ? { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://jaeger:4318' } : {}),
    ...(profiles.includes('faro') ? { FARO_FORWARD_URL: 'http://alloy:12347/collect' } : {}),
  };
}

/** readSettings: those that the last start of a project left; undefined where there was none. */
export async function readSettings(project: string): Promise<StackSettings | undefined> {
  const text = await readFile(stackFiles(project).settings, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const kept = parseEnv(text);
  const port = (name: string): number => Number(kept[name]);
  return {
    project,
    ports: {
      gateway: port('GATEWAY_PORT'),
      prometheus: port('PROMETHEUS_PORT'),
      grafana: port('GRAFANA_PORT'),
    },
    profiles: (kept['COMPOSE_PROFILES'] ?? '').split(',').filter((name) => name !== ''),
    images: namedImages(kept),
    postgresPassword: kept['POSTGRES_PASSWORD'] ?? '',
    grafanaPassword: kept['GRAFANA_ADMIN_PASSWORD'] ?? '',
  };
}

/** newPassword: 192 random bits, in letters that need no quoting in a URL or a file. */
export function newPassword(): string {
  return randomBytes(24).toString('hex');
}

/**
 * keepSettings writes settings, and token keys where there are none, for their owner's eyes only. Throws a Problem where
 * they cannot be written.
 */
export async function keepSettings(settings: StackSettings): Promise<void> {
  try {
    await writeSettings(settings);
    await keepKeys(settings.project);
  } catch (cause) {
    const { code = String(cause), path = composeFolder } = cause as NodeJS.ErrnoException;
    throw new Problem('usage', `cannot write ${path}: ${code}.`, {
      next: 'Run rehearse as the user to whom this clone belongs, on a disk with free space.',
      cause,
    });
  }
}

async function writeSettings(settings: StackSettings): Promise<void> {
  const files = stackFiles(settings.project);
  const lines = Object.entries(asEnvironment(settings)).map(([name, value]) => `${name}=${value}\n`);
  const text = `# Written by rehearse up, for compose and the next up; rehearse down --volumes removes it.\n${lines.join('')}`;
  await writeFile(`${files.settings}.next`, text, { mode: 0o600 });
  await rename(`${files.settings}.next`, files.settings);
}

async function keepKeys(project: string): Promise<void> {
  const { keys, publicKeys } = stackFiles(project);
  // The last step of what follows.
  const isThere = await readFile(publicKeysFile(publicKeys)).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  await mkdir(keys, { recursive: true, mode: 0o700 });
  await mkdir(publicKeys, { recursive: true });
  await writeTokenKeys(keys);
  // The gateway is another user. Others on this machine cannot come this far: the folder above is the owner's alone.
  await chmod(publicKeys, 0o755);
  await chmod(publicKeysFile(keys), 0o644);
  await rename(publicKeysFile(keys), publicKeysFile(publicKeys));
}

/** forgetSettings removes the passwords and keys of a project, with the data that they were for. */
export async function forgetSettings(project: string): Promise<void> {
  const { settings, keys } = stackFiles(project);
  for (const path of [settings, `${settings}.next`]) await rm(path, { force: true });
  await rm(keys, { recursive: true, force: true });
  await rmdir(dirname(keys)).catch(() => {});
}
