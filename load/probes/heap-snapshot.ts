import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { Inspector, type InspectorEvent } from './inspector.ts';

/** mostSnapshotBytes: a larger snapshot is given up; a heap of a quarter of that is past what a browser opens. */
const mostSnapshotBytes = 2 * 1024 ** 3;
const deadlineMs = 120_000;

/**
 * writeHeapSnapshot has a runtime write down its heap, for the memory view of a browser's developer tools, and gives
 * the file's size. The file is there whole or not at all. Chunks are written as they come and before the next is read,
 * so that a large heap fills neither this process nor the connection.
 */
export async function writeHeapSnapshot(
  inspectorUrl: string,
  file: string,
  mostBytes = mostSnapshotBytes,
): Promise<number> {
  const part = `${file}.part`;
  const descriptor = openSync(part, 'w', 0o600);
  try {
    const sizeBytes = await receive(inspectorUrl, descriptor, mostBytes);
    renameSync(part, file);
    return sizeBytes;
  } finally {
    closeSync(descriptor);
    rmSync(part, { force: true });
  }
}

async function receive(inspectorUrl: string, descriptor: number, mostBytes: number): Promise<number> {
  let sizeBytes = 0;
  const stopped = Promise.withResolvers<never>();
  // Whoever has its snapshot does not look at this promise.
  stopped.promise.catch(() => {});
  const take = ({ method, params }: InspectorEvent): void => {
    if (method !== 'HeapProfiler.addHeapSnapshotChunk' || sizeBytes > mostBytes) return;
    try {
      sizeBytes += writeSync(descriptor, String(params['chunk']));
    } catch (error) {
      stopped.reject(error);
    }
    if (sizeBytes > mostBytes)
      stopped.reject(new Error(`the snapshot is larger than ${mostBytes} bytes and was given up`));
  };
  using inspector = await Inspector.connect(inspectorUrl, take);
  await Promise.race([
    inspector.call('HeapProfiler.takeHeapSnapshot', { reportProgress: false }, deadlineMs),
    stopped.promise,
  ]);
  return sizeBytes;
}
