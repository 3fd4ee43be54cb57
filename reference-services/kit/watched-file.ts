import { type FSWatcher, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { DiscoveryLog } from './discovery.ts';

/** WatchedFileOptions say what a file holds, and how it is spoken of in the log. */
export interface WatchedFileOptions<T> {
  /** Throws one line that says what is wrong. */
  readonly parse: (text: string) => T;
  readonly log: DiscoveryLog;
  /** Names the contents in log lines, such as "discovery list". */
  readonly contents: string;
  /** Numbers about the contents that are worth a place in the log. */
  readonly describe: (value: T) => object;
  readonly rereadMs?: number;
}

/**
 * WatchedFile follows a file that is replaced while it is in use; a broken one leaves the last good contents in force.
 * The directory is watched, not the file: a rename puts another inode under the same name. Notifications are lost on
 * some file systems, so it is also read each second.
 */
export class WatchedFile<T> {
  readonly source: string;
  readonly #path: string;
  readonly #options: WatchedFileOptions<T>;
  #onContents: (value: T) => void = () => {};
  #lastText: string | undefined;
  #lastComplaint = '';
  #reading: Promise<void> = Promise.resolve();
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(path: string, options: WatchedFileOptions<T>) {
    this.source = `file:${path}`;
    this.#path = resolve(path);
    this.#options = options;
  }

  /** watch calls `onContents` with each new good contents; it resolves after the first look. */
  watch(onContents: (value: T) => void): Promise<void> {
    this.#onContents = onContents;
    this.#timer = setInterval(() => void this.#look(), this.#options.rereadMs ?? 1000);
    this.#watchDirectory();
    return this.#look();
  }

  close(): Promise<void> {
    clearInterval(this.#timer);
    this.#watcher?.close();
    this.#onContents = () => {};
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
    const { parse, describe, log, contents } = this.#options;
    try {
      const text = await readFile(this.#path, 'utf8');
      if (text === this.#lastText) return;
      const value = parse(text);
      this.#lastText = text;
      this.#lastComplaint = '';
      log.info({ source: this.source, ...describe(value) }, `${contents} read`);
      this.#onContents(value);
    } catch (error) {
      this.#complain(error);
    }
  }

  /** The same complaint is logged once, however often the file is read again. */
  #complain(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    if (reason === this.#lastComplaint) return;
    this.#lastComplaint = reason;
    const { log, contents } = this.#options;
    log.warn({ source: this.source, reason }, `${contents} unusable; the last good one stays`);
  }
}
