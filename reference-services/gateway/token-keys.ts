import { type KeyObject, createPublicKey } from 'node:crypto';
import * as z from 'zod';
import { firstIssue } from '../kit/discovery-file.ts';
import type { DiscoveryLog } from '../kit/discovery.ts';
import { WatchedFile } from '../kit/watched-file.ts';

/** TokenKeys are the public keys that tokens may be signed by, by their key id. */
export type TokenKeys = ReadonlyMap<string, KeyObject>;

// Of a JSON Web Key Set (RFC 7517) only what verifies ES256: it costs a third less CPU than Ed25519 does here.
const keySet = z.object({
  keys: z
    .array(
      z.object({
        kid: z.string().min(1),
        kty: z.literal('EC'),
        crv: z.literal('P-256'),
        x: z.string(),
        y: z.string(),
        d: z.never('is a private key, which belongs with whoever signs').optional(),
      }),
    )
    .min(1),
});

/** parseTokenKeys reads a key set. Throws one line that says which key is wrong. */
export function parseTokenKeys(text: string): TokenKeys {
  const parsed = keySet.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(firstIssue(parsed.error));
  const named = parsed.data.keys.map(({ kid, kty, crv, x, y }) => {
    return [kid, createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' })] as const;
  });
  const keys = new Map(named);
  if (keys.size < named.length) throw new Error('keys: two keys have the same kid');
  return keys;
}

/** tokenKeysFile follows a file with a key set, so that keys are rotated by replacing it. */
export function tokenKeysFile(path: string, log: DiscoveryLog): WatchedFile<TokenKeys> {
  return new WatchedFile(path, {
    parse: parseTokenKeys,
    log,
    contents: 'token key set',
    describe: (keys) => ({ kids: [...keys.keys()] }),
  });
}
