import type { Readable } from 'node:stream';

const mostCharacters = 4000;

/** tailOf keeps the end of what a stream says; the function it gives returns it. */
export function tailOf(stream: Readable): () => string {
  let tail = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-mostCharacters);
  });
  return () => tail;
}
