import { performance } from 'node:perf_hooks';
import { Admission } from './admission.ts';
import { RateLimit } from './rate-limit.ts';
import type { GatewayContext } from './start.ts';
import { tokenKeysFile } from './token-keys.ts';
import { TokenVerifier } from './token-verifier.ts';

// On a clock that nobody sets.
function nowMs(): number {
  return performance.now();
}

/** openAdmission follows the key set, without which the gateway is not ready, and counts whom it turns away. */
export function openAdmission({ config, health, log, metrics, onStop }: GatewayContext): Admission {
  const refusals = metrics.counter('gatewayRefusals');
  const verifications = metrics.counter('tokenVerifications');
  const tokens = new TokenVerifier({ onVerified: (outcome) => verifications.inc({ outcome }) });
  const keys = tokenKeysFile(config.tokenKeys, log);
  const known = health.dependency('token keys', { detail: `no key set is known yet from ${keys.source}` });
  onStop('the key set', () => keys.close());
  void keys.watch((set) => {
    tokens.useKeys(set);
    known.isReady();
  });
  return new Admission({
    tokens,
    subjects: new RateLimit({ perSecond: config.rateLimitPerSecond, burst: config.rateLimitBurst, nowMs }),
    addresses: new RateLimit({
      perSecond: config.anonymousRateLimitPerSecond,
      burst: config.anonymousRateLimitBurst,
      nowMs,
    }),
    onRefused: (reason) => refusals.inc({ reason }),
  });
}
