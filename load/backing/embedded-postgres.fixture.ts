import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedPostgres } from './embedded-postgres.ts';

// Starts an embedded database as whoever runs this, prints its major version and the user, and stops it.

const started = new Set<number>();
const backing = await embeddedPostgres({ cache: process.argv[2]! }).start({
  guard: {
    environment: {},
    adopt: (pid) => void started.add(pid),
    release: (pid) => void started.delete(pid),
    adoptDirectory: () => {},
    releaseDirectory: () => {},
    adoptEngine: () => ({}),
    releaseEngine: () => {},
    adoptStopped: () => {},
    releaseStopped: () => {},
    makeDirectory: async (label) => {
      const path = join(tmpdir(), label);
      await mkdir(path);
      return path;
    },
    removeDirectory: (path) => rm(path, { recursive: true }),
  },
});
process.stdout.write(`${backing.version.split('.')[0]} ${process.getuid?.()}\n`);
await backing.stop();
