import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { cgroupPeak, type CgroupFiles } from './cgroup-peak.ts';

/** machine lays out the kernel's files for process 70, its child 71 and a stranger 80. */
async function machine(contents: Readonly<Record<string, string>>): Promise<CgroupFiles> {
  const root = await mkdtemp(join(tmpdir(), 'rehearse-cgroup-'));
  onTestFinished(() => rm(root, { recursive: true }));
  const stats = {
    'proc/70/stat': '70 (a b) S 1 70',
    'proc/71/stat': '71 (c) S 70 70',
    'proc/80/stat': '80 (d) S 1 80',
  };
  for (const [path, text] of Object.entries({ ...stats, ...contents })) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return { proc: join(root, 'proc'), cgroup: join(root, 'cgroup') };
}

const v1 = { 'proc/70/cgroup': '5:cpu,cpuacct:/\n4:memory:/mine\n0::/elsewhere\n' };
const v2 = { 'proc/70/cgroup': '0::/mine\n' };

describe('the peak of a control group', () => {
  test('is memory.peak of version 2', async () => {
    const files = await machine({
      ...v2,
      'cgroup/mine/cgroup.procs': '70\n71\n',
      'cgroup/mine/memory.peak': '5000\n',
    });
    expect(cgroupPeak(70, files)).toEqual({ peakBytes: 5000, note: null });
  });

  test('is memory.max_usage_in_bytes of version 1, also where version 2 is there beside it', async () => {
    const files = await machine({
      ...v1,
      'cgroup/memory/mine/cgroup.procs': '70\n',
      'cgroup/memory/mine/memory.max_usage_in_bytes': '6000\n',
    });
    expect(cgroupPeak(70, files)).toEqual({ peakBytes: 6000, note: null });
  });

  test('is its own beside the first process of its container, which only waits for it', async () => {
    const files = await machine({
      ...v2,
      'proc/69/stat': '69 (docker-init) S 1 69',
      'proc/69/status': 'Name:\tdocker-init\nNSpid:\t69\t1\n',
      'proc/80/status': 'Name:\td\nNSpid:\t80\n',
      'cgroup/mine/cgroup.procs': '69\n70\n',
      'cgroup/mine/memory.peak': '5000\n',
    });
    expect(cgroupPeak(70, files)).toEqual({ peakBytes: 5000, note: null });
  });

  test.each([
    [
      'shared with a stranger',
      { ...v2, 'cgroup/mine/cgroup.procs': '70\n80\n' },
      /shares its control group with 1 other/,
    ],
    ['out of sight', v2, /cannot be read from here/],
    ['that of another namespace', { ...v2, 'cgroup/mine/cgroup.procs': '0\n' }, /./],
    ['without a peak', { ...v2, 'cgroup/mine/cgroup.procs': '70\n' }, /has no memory\.peak/],
    ['not there at all', {}, /no control groups for memory/],
  ])('is not told of a group that is %s', async (_title, contents, why) => {
    const files = await machine({ 'cgroup/mine/note': '', ...(contents as Record<string, string>) });
    const found = cgroupPeak(70, files);
    expect(found.peakBytes).toBeNull();
    expect(found.note).toMatch(why);
  });

  test('is never that of the group which the harness is in as well', () => {
    expect(cgroupPeak(process.pid).peakBytes).toBeNull();
  });

  const group = `/sys/fs/cgroup/memory/rehearse-test-${process.pid}`;
  test.skipIf(!writable('/sys/fs/cgroup/memory/cgroup.procs'))(
    'is read of a real group (needs writable cgroup v1)',
    async () => {
      mkdirSync(group);
      const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      onTestFinished(async () => {
        child.kill('SIGKILL');
        await once(child, 'exit');
        rmdirSync(group);
      });
      writeFileSync(join(group, 'cgroup.procs'), `${child.pid}\n`);
      expect(cgroupPeak(child.pid!)).toEqual({ peakBytes: expect.any(Number) as number, note: null });
    },
  );
});

function writable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
