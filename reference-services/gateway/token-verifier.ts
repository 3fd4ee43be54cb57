import { type JWTHeaderParameters, errors, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import type { TokenKeys } from './token-keys.ts';

/** Who signs the tokens, and whom they are for. */
const ISSUER = 'rehearse';
const AUDIENCE = 'booking-platform';

/** How far the clock of whoever signed may be from ours. */
const SKEW_SECONDS = 5;

// A token of ours has some 300 characters; nothing longer is looked at, nor kept.
const MAX_TOKEN_CHARACTERS = 4096;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** RefusedToken says why a token is not valid, in words for its bearer. */
export class RefusedToken extends Error {
  override readonly name = 'RefusedToken';
}

interface Verified {
  readonly subject: string;
  readonly expiresAtMs: number;
}

export interface TokenVerifierOptions {
  /** Milliseconds since 1970, as tokens count seconds; Date.now unless told. */
  readonly nowMs?: () => number;
  /** Called for each signature that is checked. */
  readonly onVerified: (outcome: 'valid' | 'refused') => void;
  /** How many verified tokens are remembered; 10,000 unless told. */
  readonly remembered?: number;
}

/** TokenVerifier checks JSON Web Tokens (RFC 7519) signed with ES256, each once as long as it is remembered. */
export class TokenVerifier {
  readonly #nowMs: () => number;
  readonly #onVerified: TokenVerifierOptions['onVerified'];
  readonly #verified: LRUCache<string, Verified>;
  readonly #underWay = new Map<string, Promise<string>>();
  #keys: TokenKeys = new Map();

  constructor({ nowMs = Date.now, onVerified, remembered = 10_000 }: TokenVerifierOptions) {
    this.#nowMs = nowMs;
    this.#onVerified = onVerified;
    this.#verified = new LRUCache({ max: remembered });
  }

  /** useKeys replaces the key set; tokens verified by the one before are verified again. */
  useKeys(keys: TokenKeys): void {
    this.#keys = keys;
    this.#verified.clear();
    this.#underWay.clear();
  }

  /** How many verified tokens are remembered now. */
  get remembered(): number {
    return this.#verified.size;
  }

  /** known gives the subject of a token that was verified before and has not expired. */
  known(token: string): string | undefined {
    const verified = this.#verified.get(token);
    if (verified === undefined) return undefined;
    if (this.#nowMs() < verified.expiresAtMs) return verified.subject;
    this.#verified.delete(token);
    return undefined;
  }

  /** verify gives the subject of a token, or rejects with a RefusedToken. The same token is verified once at a time. */
  verify(token: string): Promise<string> {
    const underWay = this.#underWay.get(token);
    if (underWay) return underWay;
    const verifying: Promise<string> = this.#check(token).finally(() => {
      if (this.#underWay.get(token) === verifying) this.#underWay.delete(token);
    });
    this.#underWay.set(token, verifying);
    return verifying;
  }

  async #check(token: string): Promise<string> {
    const keys = this.#keys;
    try {
      const verified = await this.#read(token, keys);
      // Otherwise the keys were replaced meanwhile, and may not hold this token's any more.
      if (keys === this.#keys) this.#verified.set(token, verified);
      this.#onVerified('valid');
      return verified.subject;
    } catch (error) {
      this.#onVerified('refused');
      throw error instanceof RefusedToken ? error : new RefusedToken(reasonOf(error), { cause: error });
    }
  }

  async #read(token: string, keys: TokenKeys): Promise<Verified> {
    if (token.length > MAX_TOKEN_CHARACTERS) throw new RefusedToken('it is too long');
    const nowMs = this.#nowMs();
    const { payload } = await jwtVerify(token, (header) => keyOf(header, keys), {
      algorithms: ['ES256'],
      issuer: ISSUER,
      audience: AUDIENCE,
      requiredClaims: ['sub', 'iat', 'exp'],
      clockTolerance: SKEW_SECONDS,
      currentDate: new Date(nowMs),
    });
    const { sub = '', iat = 0, exp = 0 } = payload;
    if (iat > nowMs / 1000 + SKEW_SECONDS) throw new RefusedToken('it was issued in the future');
    if (!UUID.test(sub)) throw new RefusedToken('its subject is not a UUID in lower case');
    return { subject: sub, expiresAtMs: (exp + SKEW_SECONDS) * 1000 };
  }
}

function keyOf({ kid }: JWTHeaderParameters, keys: TokenKeys) {
  const key = kid === undefined ? undefined : keys.get(kid);
  if (key === undefined) throw new RefusedToken('no known key has its key id');
  return key;
}

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'it has expired';
  if (error instanceof errors.JWTClaimValidationFailed)
    return error.claim === 'nbf' ? 'it is not valid yet' : `its claim ${error.claim} is not what it must be`;
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature does not fit';
  if (error instanceof errors.JOSEAlgNotAllowed) return 'it is not signed with ES256';
  return 'it is not a signed JSON Web Token';
}
