import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { JournalEntry } from '../engine.ts';

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

/** readJournal reads the entries back, in the order in which they were written. */
export async function readJournal(path: string): Promise<JournalEntry[]> {
  const text = await readFile(path, 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JournalEntry);
}
