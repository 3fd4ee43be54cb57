import { expect, test } from 'vitest';
import { replicaName } from './replica-name.ts';

test.each([
  ['the first process of a container', { pid: 1, ppid: 0, hostname: '0a1b2c3d4e5f' }, 'slow-0a1b2c3d4e5f'],
  ['the first process of a pod', { pid: 1, ppid: 0, hostname: 'slow-7d4b-x2x' }, 'slow-slow-7d4b-x2x'],
  ['behind the init of a container', { pid: 7, ppid: 1, hostname: '0a1b2c3d4e5f' }, 'slow-0a1b2c3d4e5f'],
  ['behind an init of another name', { pid: 7, ppid: 1, hostname: 'web' }, 'slow-web-7'],
  ['beside others in a pod', { pid: 15, ppid: 0, hostname: 'slow-7d4b-x2x' }, 'slow-slow-7d4b-x2x-15'],
  ['one of several on a machine', { pid: 4711, ppid: 4000, hostname: '0a1b2c3d4e5f' }, 'slow-4711'],
])('%s has a name that no other has', (_, place, name) => {
  expect(replicaName('slow', place)).toBe(name);
});
