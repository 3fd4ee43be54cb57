import { z } from 'zod';
import type { Heap } from '../model/retained-memory-observation.ts';
import type { Inspector } from './inspector.ts';

// In one piece of code, so that no request is served between the collection and the look: that is why it is not the
// inspector's own HeapProfiler.collectGarbage, after which the event loop goes round. The function `gc` appears in new
// contexts only. getBuiltinModule came with Node.js 20.16 and 22.3.
const look = (collections: number): string => `(() => {
  const builtin = (name) => process.getBuiltinModule('node:' + name);
  // Idle ones as well, which only a diagnostic report tells; without its look-up of names, which takes seconds.
  const openConnections = () => {
    const { report } = process;
    if (typeof report?.excludeNetwork !== 'boolean') return undefined;
    const { excludeNetwork } = report;
    report.excludeNetwork = true;
    try {
      const { libuv } = report.getReport();
      return libuv.filter(({ type, remoteEndpoint }) => type === 'tcp' && remoteEndpoint).length;
    } finally {
      report.excludeNetwork = excludeNetwork;
    }
  };
  const collector = () => {
    builtin('v8').setFlagsFromString('--expose-gc');
    return builtin('vm').runInNewContext('gc');
  };
  const connections = openConnections();
  if (${collections} > 0) globalThis[Symbol.for('rehearse.gc')] ??= collector();
  for (let i = 0; i < ${collections}; i += 1) globalThis[Symbol.for('rehearse.gc')]();
  const { heapTotal, heapUsed, external, arrayBuffers } = process.memoryUsage();
  const spaces = builtin('v8').getHeapSpaceStatistics();
  return JSON.stringify({ heapTotal, heapUsed, external, arrayBuffers, spaces, connections });
})()`;

const count = z.number();
const answerSchema = z.object({
  heapTotal: count,
  heapUsed: count,
  external: count,
  arrayBuffers: count,
  connections: count.optional(),
  spaces: z.array(z.object({ space_name: z.string(), space_used_size: count, space_size: count })),
});

/** readHeap reads the heap of a Node.js process through its inspector. */
export function readHeap(inspector: Inspector): Promise<Heap> {
  return heapBy(look(0), inspector);
}

/**
 * collectedHeap forces full garbage collections and reads what is left. Two of them, because what survives the first is
 * moved by the second to where long-lived objects are, and what finalizers held goes as well.
 */
export function collectedHeap(inspector: Inspector): Promise<Heap> {
  return heapBy(look(2), inspector);
}

/**
 * keepCode tells the runtime to throw away no compiled code any more. It would otherwise forget, at a collection, what
 * has not run for a while, most of it from the start: steps of a megabyte that hide what requests leave behind.
 */
export async function keepCode(inspector: Inspector): Promise<void> {
  const flags = ['--no-flush-bytecode', '--no-flush-baseline-code'];
  const set = flags.map((flag) => `process.getBuiltinModule('node:v8').setFlagsFromString('${flag}')`);
  await evaluate(set.join(';'), inspector);
}

async function heapBy(expression: string, inspector: Inspector): Promise<Heap> {
  const text = await evaluate(expression, inspector);
  const { heapTotal, heapUsed, external, arrayBuffers, spaces, connections } = answerSchema.parse(
    JSON.parse(String(text)),
  );
  return {
    usedBytes: heapUsed,
    totalBytes: heapTotal,
    externalBytes: external,
    arrayBuffersBytes: arrayBuffers,
    spaces: spaces.map((one) => ({
      space: one.space_name,
      usedBytes: one.space_used_size,
      sizeBytes: one.space_size,
    })),
    ...(connections === undefined ? {} : { connections }),
  };
}

interface Evaluated {
  readonly result?: { readonly value?: unknown };
  readonly exceptionDetails?: { readonly exception?: { readonly description?: string } };
}

async function evaluate(expression: string, inspector: Inspector): Promise<unknown> {
  const { result, exceptionDetails } = (await inspector.call('Runtime.evaluate', {
    expression,
    returnByValue: true,
  })) as Evaluated;
  if (exceptionDetails === undefined) return result?.value;
  const [why = 'it threw'] = (exceptionDetails.exception?.description ?? '').split('\n');
  throw new Error(`its runtime cannot be asked for its heap as Node.js from 20.16 on can: ${why}`);
}
