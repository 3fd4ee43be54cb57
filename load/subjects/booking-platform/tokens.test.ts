import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { privateKeyFile, publicKeysFile, readSigner, subjectId, writeTokenKeys } from './tokens.ts';

let directory: string;

beforeEach(async () => {
  const made = (directory = await mkdtemp(join(tmpdir(), 'rehearse-tokens-')));
  onTestFinished(() => rm(made, { recursive: true }));
});

test('a name stands for the same user everywhere, and a UUID for itself', () => {
  expect(subjectId('ada')).toBe('8215e9dc-8f9d-5186-b1f4-8f7485956e35');
  expect(subjectId('Ada')).not.toBe(subjectId('ada'));
  expect(subjectId('018F0000-0000-7000-8000-000000000001')).toBe('018f0000-0000-7000-8000-000000000001');
  expect(subjectId('00000000-0000-0000-0000-000000000000')).toMatch(/-5[0-9a-f]{3}-/);
});

test('the private key is for its owner alone, and the published one has no private part', async () => {
  await writeTokenKeys(directory);
  const modeOf = async (file: string) => (await stat(file)).mode & 0o777;
  expect(await modeOf(privateKeyFile(directory))).toBe(0o600);
  // A gateway in a container is another user.
  expect(await modeOf(publicKeysFile(directory))).toBe(0o644);
  const set = (await import(publicKeysFile(directory), { with: { type: 'json' } })) as {
    default: { keys: object[] };
  };
  expect(set.default.keys).toEqual([expect.not.objectContaining({ d: expect.anything() as unknown })]);
});

test('a token says who signed it, for whom, and how long it holds', async () => {
  await writeTokenKeys(directory);
  const signer = await readSigner(privateKeyFile(directory));
  const token = await signer.sign('ada', 90_000);
  const { iat = 0, exp = 0, ...claims } = decodeJwt(token);
  expect(claims).toEqual({ iss: 'rehearse', aud: 'booking-platform', sub: subjectId('ada') });
  expect(exp - iat).toBe(90);
  expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'ES256', kid: expect.any(String) as string });
});

test.each([
  ['that is not there', undefined, /ENOENT/],
  ['that is no JSON', '{', /JSON/],
  ['with a public key', '{"kid":"a","kty":"EC","crv":"P-256","x":"a","y":"b"}', /no "d"/],
  ['with another kind of key', '{"kid":"a","kty":"oct","k":"AA","d":"AA"}', /not P-256/],
])('a file %s signs nothing, and the error names it', async (_title, text, reason) => {
  const path = join(directory, 'key.json');
  if (text !== undefined) await writeFile(path, text);
  const reading = readSigner(path);
  await expect(reading).rejects.toMatchObject({ name: 'Problem', kind: 'usage' });
  await expect(reading).rejects.toThrow(reason);
  await expect(reading).rejects.toThrow(path);
});
