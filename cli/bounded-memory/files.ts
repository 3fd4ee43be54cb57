import { join } from 'node:path';

/** partFiles: what one part of the benchmark leaves for the next. */
export function partFiles(directory: string): { observation: string; journal: string; stored: string } {
  return {
    observation: join(directory, 'observation.json'),
    journal: join(directory, 'journal.jsonl'),
    stored: join(directory, 'stored.jsonl'),
  };
}
