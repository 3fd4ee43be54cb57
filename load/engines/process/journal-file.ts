import { once } from 'node:events';
import { closeSync, createReadStream, createWriteStream, fstatSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Journal, JournalEntry } from '../engine.ts';

/** JournalFile takes entries, one JSON line each, and writes them without ever holding up the thread. */
export interface JournalFile {
  write(entry: JournalEntry): void;
  close(): Promise<void>;
}

/** openJournal begins a journal file. A failure to write, such as a full disk, is told by `onError` once. */
export function openJournal(path: string, onError: (error: Error) => void): JournalFile {
  const stream = createWriteStream(path);
  stream.on('error', onError);
  return {
    write: (entry) => void stream.write(`${JSON.stringify(entry)}\n`),
    close: async () => {
      stream.end();
      if (!stream.closed && stream.errored === null) await once(stream, 'close');
    },
  };
}

/** storedJournal gives the entries of a file in the order in which they were written. The file may be removed meanwhile. */
export function storedJournal(path: string): Journal {
  let descriptor: number | undefined = openSync(path, 'r');
  const close = (): void => {
    if (descriptor !== undefined) closeSync(descriptor);
    descriptor = undefined;
  };
  // Most loads have none, and those who run them need not care.
  if (fstatSync(descriptor).size === 0) close();
  return {
    async *[Symbol.asyncIterator]() {
      if (descriptor === undefined) return;
      const input = createReadStream('', { fd: descriptor, start: 0, autoClose: false });
      for await (const line of createInterface({ input, crlfDelay: Infinity }))
        yield JSON.parse(line) as JournalEntry;
    },
    [Symbol.dispose]: close,
  };
}
