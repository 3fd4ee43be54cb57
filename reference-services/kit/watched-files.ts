import { type FSWatcher, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { DiscoveryLog } from './discovery.ts';

/** WatchedFilesOptions say what the files hold together, and how it is spoken of in the log. */
export interface WatchedFilesOptions<T> {
  /** Takes the texts in the order of the paths. Throws one line that says what is wrong. */
  readonly parse: (texts: readonly string[]) => T;
  readonly log: DiscoveryLog;
  /** Names the contents in log lines, such as "discovery list". */
  readonly contents: string;
  /** What is worth a place in the log. */
  readonly describe: (value: T) => object;
  /** Called when contents are unusable, once for each reason as it is logged. */
  readonly onUnusable?: () => void;
  readonly rereadMs?: number;
  /** How long after a notification the files are read; 0 unless told. Several need a while to be replaced. */
  readonly settleMs?: number;
}

/** Kubernetes puts files in place by renaming this symbolic link, through which theirs lead. */
const mountedVersion = '..data';

/**
 * WatchedFiles follows files that are replaced while they are in use; broken ones leave the last good contents in
 * force. Directories are watched, not files: a rename puts another inode under the same name. Notifications are lost
 * on some file systems, so they are also read each second.
 */
export class WatchedFiles<T> {
  readonly source: string;
  readonly #paths: readonly string[];
  readonly #options: WatchedFilesOptions<T>;
  readonly #watchers: FSWatcher[] = [];
  #onContents: (value: T) => void = () => {};
  #lastTexts: readonly string[] = [];
  #lastComplaint = '';
  #reading: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #settling: NodeJS.Timeout | undefined;

  constructor(paths: readonly string[], options: WatchedFilesOptions<T>) {
    this.source = `file:${paths.join(', file:')}`;
    this.#paths = paths.map((path) => resolve(path));
    this.#options = options;
  }

  /** watch calls `onContents` with each new good contents; it resolves after the first look. */
  watch(onContents: (value: T) => void): Promise<void> {
    this.#onContents = onContents;
    this.#timer = setInterval(() => {
      if (this.#settling === undefined) void this.#look();
    }, this.#options.rereadMs ?? 1000);
    for (const directory of new Set(this.#paths.map((path) => dirname(path))))
      this.#watchDirectory(directory);
    return this.#look();
  }

  close(): Promise<void> {
    clearInterval(this.#timer);
    clearTimeout(this.#settling);
    for (const watcher of this.#watchers) watcher.close();
    this.#onContents = () => {};
    return this.#reading;
  }

  #watchDirectory(directory: string): void {
    const inside = this.#paths.filter((path) => dirname(path) === directory);
    const names = new Set<string | null>([...inside.map((path) => basename(path)), mountedVersion, null]);
    try {
      const watcher = watch(directory, (_event, changed) => {
        if (names.has(changed)) this.#lookSoon();
      });
      this.#watchers.push(watcher.on('error', (error) => this.#complain(error)));
    } catch (error) {
      this.#complain(error);
    }
  }

  #lookSoon(): void {
    const { settleMs = 0 } = this.#options;
    if (settleMs === 0) return void this.#look();
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      this.#settling = undefined;
      void this.#look();
    }, settleMs);
  }

  /** One look after the other, so that an older read never overtakes a newer one. */
  #look(): Promise<void> {
    this.#reading = this.#reading.then(() => this.#read());
    return this.#reading;
  }

  async #read(): Promise<void> {
    const { parse, describe, log, contents } = this.#options;
    try {
      const texts = await Promise.all(this.#paths.map((path) => readFile(path, 'utf8')));
      const isKnown = texts.every((text, i) => text === this.#lastTexts[i]);
      if (isKnown) this.#lastComplaint = '';
      if (isKnown) return;
      const value = parse(texts);
      this.#lastTexts = texts;
      this.#lastComplaint = '';
      log.info({ source: this.source, ...describe(value) }, `${contents} read`);
      this.#onContents(value);
    } catch (error) {
      this.#complain(error);
    }
  }

  /** The same complaint is logged once, however often the files are read again. */
  #complain(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    if (reason === this.#lastComplaint) return;
    this.#lastComplaint = reason;
    const { log, contents, onUnusable } = this.#options;
    log.warn({ source: this.source, reason }, `${contents} unusable; the last good one stays`);
    onUnusable?.();
  }
}
