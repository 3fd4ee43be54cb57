import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { arch, cpus, loadavg, release, totalmem, type } from 'node:os';
import { execa } from 'execa';
import type { Environment } from '../model/environment.ts';
import { cgroupLimits } from './cgroup.ts';

const projectRoot = new URL('../../', import.meta.url);

/** readEnvironment describes this machine and this checkout as they are before a run. */
export async function readEnvironment(
  backing: Environment['backing'],
  loadAverage1mBefore: number,
  { pinning, idleProcessors }: Pick<Environment, 'pinning' | 'idleProcessors'>,
): Promise<Environment> {
  const processors = cpus();
  const packageJson = JSON.parse((await textOf(new URL('package.json', projectRoot))) ?? '{}') as {
    version?: string;
  };
  return {
    rehearseVersion: packageJson.version ?? 'unknown',
    nodeVersion: process.version,
    git: await gitState(),
    lockfileSha256: await sha256Of(new URL('package-lock.json', projectRoot)),
    os: await osName(),
    kernel: release(),
    architecture: arch(),
    cpuModel: processors[0]?.model ?? 'unknown',
    cores: Math.max(1, processors.length),
    cpuGovernor: (await textOf('/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor'))?.trim() ?? null,
    ...(idleProcessors === undefined ? {} : { idleProcessors }),
    pinning,
    totalMemoryBytes: totalmem(),
    cgroup: await cgroupLimits(),
    loadAverage1mBefore,
    cpuStealShare: await cpuStealShare(),
    backing,
  };
}

/** loadAverage1m: runnable processes over the last minute, as the kernel counts them. */
export function loadAverage1m(): number {
  return loadavg()[0] ?? 0;
}

async function osName(): Promise<string> {
  const osRelease = (await textOf('/etc/os-release')) ?? '';
  return /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(osRelease)?.[1] ?? type();
}

async function gitState(): Promise<Environment['git']> {
  try {
    const options = { cwd: projectRoot, timeout: 10_000 };
    const { stdout: revision } = await execa('git', ['rev-parse', 'HEAD'], options);
    const { stdout: changes } = await execa('git', ['status', '--porcelain'], options);
    return { revision, dirty: changes !== '' };
  } catch {
    return null;
  }
}

async function sha256Of(file: URL): Promise<string | null> {
  const text = await textOf(file);
  return text === undefined ? null : createHash('sha256').update(text).digest('hex');
}

/** cpuStealShare: of all CPU time since boot, from the eighth field of /proc/stat (proc_stat(5)). */
async function cpuStealShare(): Promise<number | null> {
  const fields = (await textOf('/proc/stat'))?.split('\n', 1)[0]?.trim().split(/\s+/).slice(1, 9).map(Number);
  const total = fields?.reduce((sum, ticks) => sum + ticks, 0) ?? 0;
  return fields === undefined || total === 0 ? null : (fields[7] ?? 0) / total;
}

async function textOf(file: string | URL): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}
