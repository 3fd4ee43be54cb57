import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { documentText } from './openapi/documents.ts';
import { as, send } from './testing/http.ts';
import { runCommand, startService } from './testing/service.ts';

const bundles = '../dist/reference-services';
const buildScript = fileURLToPath(new URL('build.ts', import.meta.url));

function pageDirectory(): [directory: string, files: readonly string[]] {
  const directory = fileURLToPath(new URL(`${bundles}/web/`, import.meta.url));
  return [directory, readdirSync(directory, { recursive: true, encoding: 'utf8' })];
}

const unreachable = {
  DATABASE_URL: 'postgres://127.0.0.1:1/none',
  BROKER_URL: 'postgres://127.0.0.1:1/none',
};

test('the build writes one bundle per service, each of which starts and names itself', async () => {
  const printed = execFileSync(process.execPath, [buildScript]).toString();
  expect(printed).toMatch(/^built dist\/reference-services\/events\.js \(\d+ KiB\), .* in \d+ ms\n$/);
  const built = readdirSync(new URL(bundles, import.meta.url)).filter((file) => file.endsWith('.js'));
  expect(built.toSorted()).toEqual(['bookings.js', 'events.js', 'gateway.js', 'migrating.js', 'tracing.js']);
  for (const file of ['bookings.js', 'events.js', 'gateway.js']) {
    const { code, stdout } = await runCommand(`${bundles}/${file}`, ['--help']);
    expect({ file, code }).toEqual({ file, code: 0 });
    expect(stdout).toContain(`Usage: ${file.replace('.js', '')} [command]`);
  }
});

test('the web page lies beside the bundles, packed, with no script or style in its document', async () => {
  const [directory, page] = pageDirectory();
  expect(page).toContain('favicon.svg');
  const document = await readFile(join(directory, 'index.html'), 'utf8');
  const named = [...document.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, path = '']) => path);
  expect(named.some((path) => path.endsWith('.js')) && named.some((path) => path.endsWith('.css'))).toBe(
    true,
  );
  for (const path of named) expect(page).toEqual(expect.arrayContaining([path, `${path}.br`, `${path}.gz`]));
  expect(document).not.toMatch(/<style|<script(?![^>]* src=)| style=| on\w+=/);
});

test('what makes the OpenAPI documents is in no bundle', async () => {
  for (const name of ['events', 'bookings', 'gateway']) {
    const bundle = await readFile(new URL(`${bundles}/${name}.js`, import.meta.url), 'utf8');
    expect(bundle).not.toMatch(/operationId|#\/components\//);
  }
});

test('what sends traces is in a file of its own, which only a replica that sends them reads', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'reference-services-bundle-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const copy = (file: string) =>
    copyFileSync(new URL(`${bundles}/${file}`, import.meta.url), join(directory, file));
  copy('bookings.js');
  for (const name of ['events', 'bookings', 'gateway'])
    expect(await readFile(new URL(`${bundles}/${name}.js`, import.meta.url), 'utf8')).not.toContain(
      'BatchSpanProcessor',
    );
  const main = relative(fileURLToPath(new URL('.', import.meta.url)), join(directory, 'bookings.js'));
  const wanting = { ...unreachable, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' };
  {
    await using silent = await startService(main, unreachable);
    expect((await fetch(`${silent.url}/openapi.json`)).status).toBe(500);
  }
  expect(await runCommand(main, ['serve'], wanting)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('tracing.js'),
  });
  copy('tracing.js');
  await using sending = await startService(main, { ...wanting, GRACE_PERIOD_MS: '500' });
  await fetch(`${sending.url}/openapi.json`);
  sending.kill('SIGTERM');
  await sending.line('the last traces did not reach the collector in time');
});

test('a bundle serves as its source does: it answers, reports itself, and drains', async () => {
  await using service = await startService(`${bundles}/bookings.js`, unreachable);
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
