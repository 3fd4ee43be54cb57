import { expect, test } from 'vitest';
import { thisMachine, unsupportedPlatform } from './platform.js';

test('the machine that runs the tests is supported', () => {
  expect(unsupportedPlatform(thisMachine())).toBeUndefined();
});

test.each([
  [{ platform: 'win32', arch: 'x64', glibcVersion: undefined }, /this is win32.*Next: /],
  [{ platform: 'darwin', arch: 'arm64', glibcVersion: undefined }, /this is darwin.*Next: /],
  [{ platform: 'linux', arch: 'riscv64', glibcVersion: '2.36' }, /this is riscv64.*Next: /],
  [{ platform: 'linux', arch: 'x64', glibcVersion: undefined }, /musl.*Next: /],
])('%o is refused in one line with the next step', (machine, line) => {
  const refusal = unsupportedPlatform(machine);
  expect(refusal).toMatch(line);
  expect(refusal).not.toContain('\n');
});
