import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * cacheDirectory: where what can be made again is kept for the next time, for this user alone; it need not exist.
 * Source: XDG Base Directory Specification.
 */
export function cacheDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  const cacheHome = environment['XDG_CACHE_HOME'];
  return join(cacheHome ? cacheHome : join(homedir(), '.cache'), 'rehearse');
}
