import { readFileSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { provisioningDirectory } from '../../dashboards/places.ts';
import { composeFolder } from '../stack/stack-files.ts';

/** GrafanaPlace: where a Grafana of our own listens, and what it reads and writes. */
export interface GrafanaPlace {
  readonly folder: string;
  readonly port: number;
  readonly password: string;
}

const prometheusOfTheStack = 'http://prometheus:9090';

/** furnishGrafana copies what the stack provisions, with another Prometheus in place of the stack's. */
export async function furnishGrafana(folder: string, prometheusUrl: string): Promise<void> {
  await mkdir(join(folder, 'data'));
  await cp(provisioningDirectory, join(folder, 'provisioning'), { recursive: true });
  const path = join(folder, 'provisioning/datasources/prometheus.yml');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace(prometheusOfTheStack, prometheusUrl));
}

/** grafanaEnvironment: as in the stack, but for its place. */
export function grafanaEnvironment({ folder, port, password }: GrafanaPlace): Record<string, string> {
  return {
    ...settingsOfTheStack(),
    GF_SECURITY_ADMIN_PASSWORD: password,
    GF_SERVER_HTTP_ADDR: '127.0.0.1',
    GF_SERVER_HTTP_PORT: `${port}`,
    GF_PATHS_DATA: join(folder, 'data'),
    GF_PATHS_LOGS: join(folder, 'data/log'),
    GF_PATHS_PLUGINS: join(folder, 'data/plugins'),
    GF_PATHS_PROVISIONING: join(folder, 'provisioning'),
    GF_LOG_LEVEL: 'warn',
  };
}

function settingsOfTheStack(): Record<string, string> {
  const text = readFileSync(join(composeFolder, 'compose.yaml'), 'utf8');
  const found = [...text.matchAll(/^ {6}(GF_\w+): '?([^'$\n]+)'?$/gm)];
  return Object.fromEntries(found.map(([, name = '', value = '']) => [name, value]));
}
