import { type FSWatcher, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import * as z from 'zod';
import type { Discovery, DiscoveryLog, ReplicaAddress } from './discovery.ts';

const hostPort = z.string().regex(/^(\[[0-9a-fA-F:.]+\]|[^\s:/]+):\d{1,5}$/, 'must be host:port');

/** Prometheus' file_sd format, narrowed to one target a group, since the operational address is a label. */
const fileSd = z.array(
  z.object({
    targets: z.tuple([hostPort]),
    labels: z.object({ service: z.string().min(1), instance: z.string().min(1), ops_address: hostPort }),
  }),
);

/** ParseFileSd reads a file_sd document. Throws one line that says which entry is wrong. */
export function parseFileSd(text: string): ReplicaAddress[] {
  const parsed = fileSd.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(firstIssue(parsed.error));
  return parsed.data.map(({ targets: [address], labels }) => ({
    service: labels.service,
    instance: labels.instance,
    address,
    opsAddress: labels.ops_address,
  }));
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? error.message : `${issue.path.join('.') || 'document'}: ${issue.message}`;
}

/**
 * FileDiscovery follows a file_sd file. The directory is watched, not the file: a rename puts another
 * inode under the same name. Notifications are lost on some file systems, so it is also read each second.
 */
export class FileDiscovery implements Discovery {
  readonly source: string;
  readonly #path: string;
  readonly #log: DiscoveryLog;
  readonly #rereadMs: number;
  #onReplicas: (replicas: readonly ReplicaAddress[]) => void = () => {};
  #lastText: string | undefined;
  #lastComplaint = '';
  #reading: Promise<void> = Promise.resolve();
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(path: string, log: DiscoveryLog, rereadMs = 1000) {
    this.source = `file:${path}`;
    this.#path = resolve(path);
    this.#log = log;
    this.#rereadMs = rereadMs;
  }

  watch(onReplicas: (replicas: readonly ReplicaAddress[]) => void): Promise<void> {
    this.#onReplicas = onReplicas;
    this.#timer = setInterval(() => void this.#look(), this.#rereadMs);
    this.#watchDirectory();
    return this.#look();
  }

  close(): Promise<void> {
    clearInterval(this.#timer);
    this.#watcher?.close();
    this.#onReplicas = () => {};
    return this.#reading;
  }

  #watchDirectory(): void {
    const name = basename(this.#path);
    try {
      this.#watcher = watch(dirname(this.#path), (_event, changed) => {
        if (changed === null || changed === name) void this.#look();
      });
      this.#watcher.on('error', (error) => this.#complain(error));
    } catch (error) {
      this.#complain(error);
    }
  }

  /** One look after the other, so that an older read never overtakes a newer one. */
  #look(): Promise<void> {
    this.#reading = this.#reading.then(() => this.#read());
    return this.#reading;
  }

  async #read(): Promise<void> {
    try {
      const text = await readFile(this.#path, 'utf8');
      if (text === this.#lastText) return;
      const replicas = parseFileSd(text);
      this.#lastText = text;
      this.#lastComplaint = '';
      this.#log.info({ source: this.source, replicas: replicas.length }, 'discovery list read');
      this.#onReplicas(replicas);
    } catch (error) {
      this.#complain(error);
    }
  }

  /** The same complaint is logged once, however often the file is read again. */
  #complain(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    if (reason === this.#lastComplaint) return;
    this.#lastComplaint = reason;
    this.#log.warn({ source: this.source, reason }, 'discovery list unusable; the last good one stays');
  }
}
