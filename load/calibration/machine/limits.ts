import { readFile } from 'node:fs/promises';

/** Limits: what the kernel lets this process have; null where it does not tell. */
export interface Limits {
  /** openFiles: descriptors at once, and what it may be raised to. */
  readonly openFiles: { readonly soft: number; readonly hard: number } | null;
  /** ports that connections to one address may leave from. */
  readonly ephemeralPorts: number | null;
  /** hypervisor: the processor says that it is a virtual one. */
  readonly hypervisor: boolean;
}

/** readLimits reads them from /proc. */
export async function readLimits(): Promise<Limits> {
  const [limits, ports, cpuinfo] = await Promise.all(
    ['/proc/self/limits', '/proc/sys/net/ipv4/ip_local_port_range', '/proc/cpuinfo'].map((path) =>
      readFile(path, 'utf8').catch(() => ''),
    ),
  );
  return {
    openFiles: openFiles(limits ?? ''),
    ephemeralPorts: portCount(ports ?? ''),
    hypervisor: /^flags\s*:.*\bhypervisor\b/m.test(cpuinfo ?? ''),
  };
}

function openFiles(limits: string): Limits['openFiles'] {
  const [, soft, hard] = /^Max open files\s+(\S+)\s+(\S+)/m.exec(limits) ?? [];
  if (soft === undefined || hard === undefined) return null;
  return { soft: countOf(soft), hard: countOf(hard) };
}

function portCount(range: string): number | null {
  const [first = Number.NaN, last = Number.NaN] = range.trim().split(/\s+/).map(Number);
  return Number.isInteger(first) && Number.isInteger(last) ? last - first + 1 : null;
}

function countOf(text: string): number {
  return text === 'unlimited' ? Number.MAX_SAFE_INTEGER : Number(text);
}
