import { access, chmod, copyFile, cp, lstat, mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { docker } from '../../model/docker.ts';
import { ensureImage } from '../../model/docker-images.ts';
import { buildBundles } from './commands.ts';
import { imageReference } from './image-reference.ts';
import { services } from './system.ts';

const composeFolder = fileURLToPath(new URL('../../../compose/', import.meta.url));
const bundles = fileURLToPath(new URL('../../../dist/reference-services/', import.meta.url));

type ServiceName = (typeof services)[number];

/** baseImage: what the images of the services are built on. */
export const baseImage = 'node:26-bookworm-slim';

/** ImageOrder: which images are built, and on what. */
export interface ImageOrder {
  readonly tag?: string;
  readonly base?: string;
  /** fresh: nothing of earlier builds is used. */
  readonly fresh?: boolean;
  readonly signal?: AbortSignal;
}

const buildLimitMs = 180_000;

/**
 * buildImages builds the image of each service from bundles that it makes first, and gives their names. The same files
 * give the same layers. What had a name before is removed, unless something still uses it. Throws a Problem where Docker does not answer or the base image cannot be had.
 */
export async function buildImages(order: ImageOrder = {}): Promise<Record<ServiceName, string>> {
  const base = order.base ?? baseImage;
  await ensureImage(base, order.signal === undefined ? {} : { signal: order.signal });
  await buildBundles();
  const context = await mkdtemp(join(tmpdir(), 'rehearse-images-'));
  try {
    const built: Partial<Record<ServiceName, string>> = {};
    for (const service of services) {
      await stage(service, context);
      built[service] = imageReference(service, order.tag);
      const previous = await imageId(built[service]);
      await buildOne(service, built[service], context, { ...order, base });
      if (previous !== (await imageId(built[service]))) await removeUnused(previous);
    }
    return built as Record<ServiceName, string>;
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}

/** imageId is empty where there is no such image. */
async function imageId(reference: string): Promise<string> {
  return docker(['image', 'inspect', '--format', '{{.Id}}', reference]).catch(() => '');
}

/** removeUnused leaves an image that has another name, or that a container was made from. */
async function removeUnused(id: string): Promise<void> {
  if (id !== '') await docker(['image', 'rm', id]).catch(() => '');
}

async function buildOne(
  service: ServiceName,
  reference: string,
  context: string,
  { base, fresh = false, signal }: ImageOrder & { readonly base: string },
): Promise<void> {
  const args = { SERVICE: service, BASE: base, SOURCE_DATE_EPOCH: String(fixedSeconds()) };
  await docker(
    [
      'build',
      '--quiet',
      `--no-cache=${fresh}`,
      `--file=${join(composeFolder, 'Dockerfile')}`,
      `--tag=${reference}`,
      ...Object.entries(args).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
      context,
    ],
    // An attestation would hold the time of the build.
    { timeoutMs: buildLimitMs, env: { BUILDX_NO_DEFAULT_ATTESTATIONS: '1' }, ...(signal && { signal }) },
  );
}

/** stage lays out what goes into a service's image: its bundle and what that reads, without source maps. */
async function stage(service: ServiceName, context: string): Promise<void> {
  const app = join(context, service, 'app');
  await mkdir(app, { recursive: true });
  await copyFile(join(bundles, `${service}.js`), join(app, 'service.js'));
  for (const name of ['tracing.js', 'migrating.js', `${service}.openapi.json`])
    await copyFile(join(bundles, name), join(app, name));
  await cp(join(composeFolder, 'image'), app, { recursive: true });
  if (service === 'gateway') await copyPage(join(app, 'web'));
  await makeSame(join(context, service));
}

/** copyPage copies the web page, which the gateway serves where it is built. */
async function copyPage(to: string): Promise<void> {
  const page = join(bundles, 'web');
  const isBuilt = await access(page).then(
    () => true,
    () => false,
  );
  if (isBuilt) await cp(page, to, { recursive: true, filter: (path) => !path.endsWith('.map') });
}

/** fixedSeconds: the time of every file, as https://reproducible-builds.org/specs/source-date-epoch/ has it. */
function fixedSeconds(): number {
  return Number(process.env['SOURCE_DATE_EPOCH'] ?? 0);
}

/** makeSame gives everything below a folder, and it, the modes and times that it has on every machine. */
async function makeSame(path: string): Promise<void> {
  const isFolder = (await lstat(path)).isDirectory();
  if (isFolder) for (const name of await readdir(path)) await makeSame(join(path, name));
  await chmod(path, isFolder ? 0o755 : 0o644);
  await utimes(path, fixedSeconds(), fixedSeconds());
}
