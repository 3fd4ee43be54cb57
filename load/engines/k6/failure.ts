import type { Failure } from '../paced/failure.ts';
import type { ToldEnd } from './told.ts';

/**
 * failureOf sorts k6's error codes into the ledger's kinds (k6 documentation, error codes): 1050 is a request's
 * time-out, 11xx names, 121x dialling, 122x resets, 13xx TLS; the rest are told apart by what Go's client says.
 */
export function failureOf({ errorCode, detail, receivingMs }: ToldEnd): Failure {
  const shown = `${shortage(detail)}${errorCode}: ${detail}`;
  return { kind: kindOf(errorCode, detail, receivingMs > 0), detail: shown };
}

function kindOf(code: number, detail: string, answered: boolean): Failure['kind'] {
  if (code === 1050 || /timeout/.test(detail)) return 'timeout';
  if ((code >= 1100 && code < 1200) || (code >= 1210 && code < 1220) || (code >= 1300 && code < 1400))
    return 'refused';
  if (/malformed/.test(detail)) return 'status';
  if (answered || /unexpected EOF/.test(detail)) return 'truncated';
  return code === 1220 || code === 1201 || /reset|broken pipe/.test(detail) ? 'reset' : 'closed';
}

/** shortage gives what this machine ran out of by its code, as everywhere; Go says it in words. */
function shortage(detail: string): string {
  if (/too many open files/.test(detail)) return 'EMFILE ';
  return /cannot assign requested address/.test(detail) ? 'EADDRNOTAVAIL ' : '';
}
