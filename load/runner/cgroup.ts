import { readFile } from 'node:fs/promises';
import type { Environment } from '../model/environment.ts';

/** cgroupLimits: CPU and memory limits of the control group this process is in; null where there is none. */
export async function cgroupLimits(): Promise<Environment['cgroup']> {
  const membership = (await text('/proc/self/cgroup')) ?? '';
  const unified = /^0::(.*)$/m.exec(membership)?.[1];
  if (unified !== undefined && (await text('/sys/fs/cgroup/cgroup.controllers')) !== undefined)
    return v2Limits(unified);
  return /:(?:cpu|cpu,cpuacct|memory):/.test(membership) ? v1Limits(membership) : none;
}

const none = { version: 'none', cpuLimitCores: null, memoryLimitBytes: null } as const;

async function v2Limits(path: string): Promise<Environment['cgroup']> {
  const [quota, period] = ((await text(`/sys/fs/cgroup${path}/cpu.max`)) ?? 'max 100000').trim().split(' ');
  const memory = (await text(`/sys/fs/cgroup${path}/memory.max`))?.trim() ?? 'max';
  return {
    version: 'v2',
    cpuLimitCores: quota === 'max' ? null : Number(quota) / Number(period),
    memoryLimitBytes: memory === 'max' ? null : Number(memory),
  };
}

/** v1 writes "no memory limit" as the largest page-aligned 63-bit number. */
const v1Unlimited = 2 ** 62;

async function v1Limits(membership: string): Promise<Environment['cgroup']> {
  const pathOf = (controller: string): string =>
    new RegExp(`^\\d+:(?:[^:]*,)?${controller}(?:,[^:]*)?:(.*)$`, 'm').exec(membership)?.[1] ?? '/';
  const quota = Number((await text(`/sys/fs/cgroup/cpu${pathOf('cpu')}/cpu.cfs_quota_us`)) ?? -1);
  const period = Number((await text(`/sys/fs/cgroup/cpu${pathOf('cpu')}/cpu.cfs_period_us`)) ?? 100_000);
  const memory = Number(
    (await text(`/sys/fs/cgroup/memory${pathOf('memory')}/memory.limit_in_bytes`)) ?? v1Unlimited,
  );
  return {
    version: 'v1',
    cpuLimitCores: quota > 0 ? quota / period : null,
    memoryLimitBytes: memory < v1Unlimited ? memory : null,
  };
}

async function text(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}
