import type { Journal, JournalEntry } from '../engine.ts';

/** journalEntries reads a journal of a few entries into a list. */
export async function journalEntries(journal: Journal): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for await (const entry of journal) entries.push(entry);
  return entries;
}
