import { createPublicKey } from 'node:crypto';
import type { JWK } from 'jose';
import { expect, test } from 'vitest';
import { createKey, signToken } from './fixtures/tokens.ts';
import { TokenVerifier } from './token-verifier.ts';

async function verifier(remembered?: number) {
  const key = await createKey('first');
  const keys = new Map([[key.kid, createPublicKey({ key: key.publicJwk as JWK, format: 'jwk' })]]);
  const clock = { nowMs: Date.now() };
  const outcomes: string[] = [];
  const tokens = new TokenVerifier({
    nowMs: () => clock.nowMs,
    onVerified: (outcome) => outcomes.push(outcome),
    ...(remembered !== undefined && { remembered }),
  });
  tokens.useKeys(keys);
  return { key, keys, clock, outcomes, tokens };
}

function idOf(n: number): string {
  return `018f0000-0000-7000-8000-${String(n).padStart(12, '0')}`;
}

test('no more tokens are remembered than may be; who was forgotten is verified again', async () => {
  const { key, tokens, outcomes } = await verifier(3);
  const five = await Promise.all([1, 2, 3, 4, 5].map((n) => signToken(key, { sub: idOf(n) })));
  for (const token of five) await tokens.verify(token);
  expect(tokens.remembered).toBe(3);
  expect(five.map((token) => tokens.known(token))).toEqual([
    undefined,
    undefined,
    ...[3, 4, 5].map((n) => idOf(n)),
  ]);
  expect(await tokens.verify(five[0]!)).toBe(idOf(1));
  expect(outcomes).toHaveLength(6);
});

test('a remembered token is forgotten when it expires', async () => {
  const { key, tokens, clock } = await verifier();
  const exp = Math.floor(clock.nowMs / 1000) + 60;
  const token = await signToken(key, { exp });
  const subject = await tokens.verify(token);
  clock.nowMs = (exp + 4) * 1000;
  expect(tokens.known(token)).toBe(subject);
  clock.nowMs = (exp + 6) * 1000;
  expect(tokens.known(token)).toBeUndefined();
  expect(tokens.remembered).toBe(0);
  await expect(tokens.verify(token)).rejects.toThrow('it has expired');
});

test('a token that is refused is not remembered', async () => {
  const { key, tokens, outcomes } = await verifier();
  const token = await signToken(key, { aud: 'shop' });
  for (let times = 0; times < 2; times += 1) await expect(tokens.verify(token)).rejects.toThrow('claim aud');
  expect([tokens.remembered, outcomes]).toEqual([0, ['refused', 'refused']]);
});

test('a token whose verification began before the keys were replaced is not remembered', async () => {
  const { key, tokens } = await verifier();
  const token = await signToken(key);
  const underWay = tokens.verify(token);
  tokens.useKeys(new Map());
  await underWay;
  expect(tokens.known(token)).toBeUndefined();
  await expect(tokens.verify(token)).rejects.toThrow('no known key');
});
