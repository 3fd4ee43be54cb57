import { expect, test } from 'vitest';
import { programOnPath } from './on-path.ts';

test('a program is found as a shell finds it', () => {
  expect(programOnPath('sh')).toMatch(/\/sh$/);
  expect(programOnPath('sh', ':/nowhere:/bin')).toBe('/bin/sh');
  expect(programOnPath('sh', '')).toBeUndefined();
});
