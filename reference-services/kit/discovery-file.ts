import * as z from 'zod';
import type { Discovery, DiscoveryLog, ReplicaAddress } from './discovery.ts';
import { WatchedFile } from './watched-file.ts';

const hostPort = z.string().regex(/^(\[[0-9a-fA-F:.]+\]|[^\s:/]+):\d{1,5}$/, 'must be host:port');

/** Prometheus' file_sd format, narrowed to one target a group, since the operational address is a label. */
const fileSd = z.array(
  z.object({
    targets: z.tuple([hostPort]),
    labels: z.object({ service: z.string().min(1), instance: z.string().min(1), ops_address: hostPort }),
  }),
);

/** ParseFileSd reads a file_sd document. Throws one line that says which entry is wrong. */
export function parseFileSd(text: string): ReplicaAddress[] {
  const parsed = fileSd.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(firstIssue(parsed.error));
  return parsed.data.map(({ targets: [address], labels }) => ({
    service: labels.service,
    instance: labels.instance,
    address,
    opsAddress: labels.ops_address,
  }));
}

/** firstIssue says in one line where a document is wrong first, and why. */
export function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? error.message : `${issue.path.join('.') || 'document'}: ${issue.message}`;
}

/** FileDiscovery follows a file_sd file. */
export class FileDiscovery extends WatchedFile<readonly ReplicaAddress[]> implements Discovery {
  constructor(path: string, log: DiscoveryLog, rereadMs = 1000) {
    super(path, {
      parse: parseFileSd,
      log,
      contents: 'discovery list',
      describe: (replicas) => ({ replicas: replicas.length }),
      rereadMs,
    });
  }
}
