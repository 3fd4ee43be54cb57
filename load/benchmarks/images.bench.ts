// How large the images of the services are against what they are built on, and whether a second build from nothing gives
// the same layers: `npm run bench:images`. It needs Docker.
import Table from 'cli-table3';
import { docker } from '../model/docker.ts';
import { baseImage, buildImages } from '../subjects/booking-platform/images.ts';

/** largestShare: what an image may have of the size of its base. */
const largestShare = 1.25;
const mebibyte = 1024 * 1024;

interface Measured {
  readonly name: string;
  readonly sizeBytes: number;
  readonly layers: readonly string[];
}

async function measure(reference: string): Promise<Measured> {
  const format = '{"sizeBytes":{{.Size}},"layers":{{json .RootFS.Layers}}}';
  const facts = JSON.parse(await docker(['image', 'inspect', '--format', format, reference])) as Measured;
  return { ...facts, name: reference };
}

async function measureAll(tag: string): Promise<Measured[]> {
  const built = await buildImages({ tag, fresh: true });
  try {
    return await Promise.all(Object.values(built).map(measure));
  } finally {
    await docker(['image', 'rm', ...Object.values(built)]);
  }
}

function rowOf(image: Measured, again: Measured | undefined, base: Measured): string[] {
  const share = image.sizeBytes / base.sizeBytes;
  return [
    image.name,
    `${(image.sizeBytes / mebibyte).toFixed(1)} MiB`,
    share.toFixed(3),
    `≤ ${largestShare}`,
    share <= largestShare ? 'pass' : 'MISS',
    image.layers.join() === again?.layers.join() ? 'same layers' : 'OTHER LAYERS',
  ];
}

const tag = `bench-${process.pid}`;
const [images, again] = [await measureAll(tag), await measureAll(tag)];
const base = await measure(baseImage);
const table = new Table({
  head: ['image', 'size', 'of its base', 'goal', '', 'built again'],
  style: { head: [], border: [] },
});
table.push([base.name, `${(base.sizeBytes / mebibyte).toFixed(1)} MiB`, '', '', '', '']);
table.push(...images.map((image, index) => rowOf(image, again[index], base)));
process.stdout.write(`${table.toString()}\n`);
