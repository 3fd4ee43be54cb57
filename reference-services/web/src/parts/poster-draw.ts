/** Draw gives whole numbers from 0 to below a limit. */
export type Draw = (below: number) => number;

/** drawnFrom gives numbers that depend on a text and nothing else (FNV-1a, then mulberry32). */
export function drawnFrom(text: string): Draw {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (below) => {
    hash = (hash + 0x6d2b79f5) | 0;
    let mixed = Math.imul(hash ^ (hash >>> 15), 1 | hash);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
