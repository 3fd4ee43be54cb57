/** Place: by what a replica can be told from others. */
export interface Place {
  readonly pid: number;
  readonly ppid: number;
  readonly hostname: string;
}

const containerId = /^[0-9a-f]{12}$/;

/**
 * replicaName gives the name of a replica that was given none. On a machine its process number tells it from others. In a
 * container that number is the same in each, but the host name is the container's own; where something else than the
 * container's id is the host name behind an init, it may be that of a machine with several, and both are needed.
 */
export function replicaName(service: string, { pid, ppid, hostname }: Place): string {
  if (pid === 1 || (ppid === 1 && containerId.test(hostname))) return `${service}-${hostname}`;
  return ppid <= 1 ? `${service}-${hostname}-${pid}` : `${service}-${pid}`;
}
