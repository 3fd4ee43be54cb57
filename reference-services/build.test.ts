import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { documentText } from './openapi/documents.ts';
import { as, send } from './testing/http.ts';
import { runCommand, startService } from './testing/service.ts';

const bundles = '../dist/reference-services';

test('the build writes one bundle per service, each of which starts and names itself', async () => {
  const printed = execFileSync(process.execPath, [
    fileURLToPath(new URL('build.ts', import.meta.url)),
  ]).toString();
  expect(printed).toMatch(/^built dist\/reference-services\/events\.js \(\d+ KiB\), .* in \d+ ms\n$/);
  const built = readdirSync(new URL(bundles, import.meta.url)).filter((file) => file.endsWith('.js'));
  expect(built).toEqual(expect.arrayContaining(['events.js', 'bookings.js']));
  for (const file of built) {
    const { code, stdout } = await runCommand(`${bundles}/${file}`, ['--help']);
    expect({ file, code }).toEqual({ file, code: 0 });
    expect(stdout).toContain(`Usage: ${file.replace('.js', '')} [command]`);
  }
});

test('what makes the OpenAPI documents is in no bundle', async () => {
  for (const name of ['events', 'bookings', 'gateway']) {
    const bundle = await readFile(new URL(`${bundles}/${name}.js`, import.meta.url), 'utf8');
    expect(bundle).not.toMatch(/operationId|#\/components\//);
  }
});

test('a bundle serves as its source does: it answers, reports itself, and drains', async () => {
  const variables = {
    DATABASE_URL: 'postgres://127.0.0.1:1/none',
    BROKER_URL: 'postgres://127.0.0.1:1/none',
  };
  await using service = await startService(`${bundles}/bookings.js`, variables);
  const refused = await send(
    'POST',
    `${service.url}/users`,
    { first: 'A', last: 'B', age: -1 },
    as(randomUUID()),
  );
  expect(refused).toMatchObject({ status: 400, body: { type: 'urn:rehearse:problem:invalid-request' } });
  expect(await (await fetch(`${service.opsUrl}/metrics`)).text()).toContain('nodejs_heap_size_used_bytes');
  const document = await (await fetch(`${service.url}/openapi.json`)).text();
  expect(document).toBe(documentText('bookings'));
  service.kill('SIGTERM');
  expect((await service.exited).code).toBe(0);
});
