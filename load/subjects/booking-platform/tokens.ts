import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { v5 as nameBasedId } from 'uuid';
import { Problem } from '../../model/problem.ts';

const algorithm = 'ES256';
const issuer = 'rehearse';
const audience = 'booking-platform';

/** subjectNamespace: fixed, so that a name is the same user everywhere. */
const subjectNamespace = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** subjectId: the user's id that a token names: the name itself if it is a UUID, else one made of it (UUIDv5). */
export function subjectId(name: string): string {
  return uuid.test(name) ? name.toLowerCase() : nameBasedId(name, subjectNamespace);
}

/** publicKeysFile and privateKeyFile: where the keys of a run are, below its private directory. */
export function publicKeysFile(directory: string): string {
  return join(directory, 'token-keys.json');
}
export function privateKeyFile(directory: string): string {
  return join(directory, 'token-private-key.json');
}

/** writeTokenKeys makes a key pair: the public key as a key set (RFC 7517), the private one for its owner's eyes only. */
export async function writeTokenKeys(directory: string): Promise<void> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const shown = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(shown);
  const common = { kid, alg: algorithm, use: 'sig' };
  await write(privateKeyFile(directory), { ...(await exportJWK(privateKey)), ...common }, 0o600);
  // A gateway in a container is another user.
  await write(publicKeysFile(directory), { keys: [{ ...shown, ...common }] }, 0o644);
}

async function write(path: string, value: object, mode: number): Promise<void> {
  await writeFile(`${path}.next`, JSON.stringify(value), { mode: 0o600 });
  await chmod(`${path}.next`, mode);
  await rename(`${path}.next`, path);
}

/** TokenSigner signs tokens that the platform's gateway accepts. */
export interface TokenSigner {
  /** sign gives a token of a subject (see subjectId) that holds for `lifeMs`, at least a second, from now on. */
  sign(subject: string, lifeMs: number): Promise<string>;
}

/** readSigner reads a private key that writeTokenKeys wrote. Throws a Problem where there is none. */
export async function readSigner(path: string): Promise<TokenSigner> {
  const { key, kid } = await readPrivateKey(path);
  return {
    sign(subject, lifeMs) {
      const nowSeconds = Math.floor(Date.now() / 1000);
      return new SignJWT()
        .setProtectedHeader({ alg: algorithm, kid, typ: 'JWT' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(subjectId(subject))
        .setIssuedAt(nowSeconds)
        .setExpirationTime(nowSeconds + Math.max(1, Math.floor(lifeMs / 1000)))
        .sign(key);
    },
  };
}

async function readPrivateKey(path: string) {
  try {
    const jwk = JSON.parse(await readFile(path, 'utf8')) as JWK;
    if (jwk.kid === undefined || jwk.d === undefined) throw new Error('it has no "kid" or no "d"');
    if (jwk.crv !== 'P-256') throw new Error('its "crv" is not P-256');
    return { key: await importJWK(jwk, algorithm), kid: jwk.kid };
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = code ?? message.split('\n')[0];
    throw new Problem('usage', `${path} is no private key that signs tokens: ${why}.`, {
      next: 'Give a file with an ES256 private key in JSON (a JWK with "kid" and "d").',
      cause,
    });
  }
}
