import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { resultJsonSchema } from './result-schema.ts';

test('the published JSON Schema is that of the present result; `npm run schema` writes it again', async () => {
  const published = await readFile(new URL('result.schema.json', import.meta.url), 'utf8');
  expect(published).toBe(resultJsonSchema());
});
