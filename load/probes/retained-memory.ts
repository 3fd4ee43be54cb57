import { join } from 'node:path';
import type { RunClock } from '../model/clock.ts';
import type { MemoryReading, RetainedMemoryObservation } from '../model/retained-memory-observation.ts';
import { cgroupPeak } from './cgroup-peak.ts';
import { collectedHeap, keepCode, readHeap } from './heap.ts';
import { writeHeapSnapshot } from './heap-snapshot.ts';
import { Inspector } from './inspector.ts';
import { scrape, sumOf } from './metrics-scrape.ts';
import type { Watched } from './probe.ts';
import { residentMemory } from './proc-memory.ts';

/** Inspected: a replica with the inspector of its runtime; undefined where it has none. */
export interface Inspected extends Watched {
  readonly inspectorUrl: string | undefined;
}

/** RetainedMemoryOptions: `clientRequests` counts where a replica does not; it is of the whole system. */
export interface RetainedMemoryOptions {
  readonly clock: RunClock;
  readonly leakLimitBytesPerRequest: number;
  readonly clientRequests: () => number | null;
}

type ReplicaRetained = RetainedMemoryObservation['replicas'][number];
type Seen = Omit<ReplicaRetained, 'requestsFrom' | 'cgroupPeakBytes' | 'cgroupNote'> & {
  /** clientRequests: what the client had sent at each reading. */
  readonly clientRequests: (number | null)[];
};

/** requestsMetric: of the semantic conventions for HTTP servers, as Prometheus names it. */
const requestsMetric = 'http_server_request_duration_seconds_count';
const noProcess = { peakBytes: null, note: 'it has no process on this machine' };
const noInspector = 'its runtime has no inspector that Node.js would have';

/**
 * RetainedMemory reads what replicas hold at moments that it is told, one replica after the other, so that their
 * collections do not wait for each other's processor time.
 */
export class RetainedMemory {
  readonly #options: RetainedMemoryOptions;
  readonly #inspected: readonly Inspected[];
  readonly #seen: Seen[];

  constructor(inspected: readonly Inspected[], options: RetainedMemoryOptions) {
    this.#options = options;
    this.#inspected = inspected;
    this.#seen = inspected.map(({ service, name, inspectorUrl }) => ({
      service,
      replica: name,
      heapUnseen: inspectorUrl === undefined ? noInspector : null,
      readings: [],
      clientRequests: [],
      snapshots: [],
    }));
  }

  /** read takes a reading of each replica; `collect`: after a forced collection, where that can be had. */
  async read(moment: MemoryReading['moment'], collect: boolean): Promise<void> {
    for (const [index, replica] of this.#inspected.entries())
      await this.#readOne(replica, this.#seen[index]!, moment, collect);
  }

  /** settle has runtimes keep their compiled code, so that what readings differ by is what requests leave. */
  async settle(): Promise<void> {
    for (const [index, { inspectorUrl }] of this.#inspected.entries())
      if (inspectorUrl !== undefined) await this.#with(inspectorUrl, this.#seen[index]!, keepCode);
  }

  /** snapshot has each replica's heap written down into a directory. Rejects where that fails. */
  async snapshot(when: 'before' | 'after', directory: string): Promise<void> {
    for (const [index, { name, inspectorUrl }] of this.#inspected.entries()) {
      if (inspectorUrl === undefined) continue;
      const file = `${name}-${when}.heapsnapshot`;
      const sizeBytes = await writeHeapSnapshot(inspectorUrl, join(directory, file));
      this.#seen[index]!.snapshots.push({ when, file, sizeBytes });
    }
  }

  /** finish reads the peaks of the control groups and gives what was seen; the replicas must still be there. */
  finish(): RetainedMemoryObservation {
    const { leakLimitBytesPerRequest } = this.#options;
    const replicas = this.#seen.map(({ clientRequests, ...seen }, index): ReplicaRetained => {
      const pid = this.#inspected[index]?.pid;
      const { peakBytes, note } = pid === undefined ? noProcess : cgroupPeak(pid);
      const counted = withRequests(seen.readings, clientRequests);
      return { ...seen, ...counted, cgroupPeakBytes: peakBytes, cgroupNote: note };
    });
    return { kind: 'retained-memory', leakLimitBytesPerRequest, replicas };
  }

  async #readOne(
    { metricsUrl, inspectorUrl, pid }: Inspected,
    seen: Seen,
    moment: MemoryReading['moment'],
    collect: boolean,
  ): Promise<void> {
    const requests = sumOf(await scrape(metricsUrl), requestsMetric) ?? null;
    const clientRequests = this.#options.clientRequests();
    const look = collect ? collectedHeap : readHeap;
    const heap = inspectorUrl === undefined ? null : await this.#with(inspectorUrl, seen, look);
    seen.clientRequests.push(clientRequests);
    seen.readings.push({
      atMs: this.#options.clock.nowMs(),
      moment,
      collected: collect && heap !== null,
      requests,
      rssBytes: pid === undefined ? null : (residentMemory(pid)?.rssBytes ?? null),
      heap,
    });
  }

  /** A new conversation for each reading: a replica that is told to end waits for those that are still open. */
  async #with<T>(url: string, seen: Seen, ask: (inspector: Inspector) => Promise<T>): Promise<T | null> {
    try {
      using inspector = await Inspector.connect(url);
      return await ask(inspector);
    } catch (error) {
      seen.heapUnseen = (error as Error).message;
      return null;
    }
  }
}

/** withRequests: where a replica never counted, what the client had sent to the whole system stands for it. */
function withRequests(
  readings: readonly MemoryReading[],
  clientRequests: readonly (number | null)[],
): Pick<ReplicaRetained, 'requestsFrom' | 'readings'> {
  if (readings.some(({ requests }) => requests !== null))
    return { requestsFrom: 'replica', readings: [...readings] };
  const counted = readings.map((reading, i) => ({ ...reading, requests: clientRequests[i] ?? null }));
  return { requestsFrom: 'client', readings: counted };
}
