import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
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
  service.kill('SIGTERM');
  expect((await service.exited).code).toBe(0);
});
