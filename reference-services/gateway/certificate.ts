import { type KeyObject, X509Certificate, createPrivateKey } from 'node:crypto';
import type { ServerOptions as HttpsOptions } from 'node:https';
import { createSecureContext } from 'node:tls';

/** Certificate is one that fits its key; both are PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
  /** The names it is for. */
  readonly names: string;
  readonly serialNumber: string;
  readonly expiresAt: Date;
}

const HANDSHAKE_TIMEOUT_MS = 10_000;

/** parseCertificate reads a certificate, with its chain after it, and its key. Throws one line that says what is wrong. */
export function parseCertificate(cert: string, key: string): Certificate {
  const leaf = attempt('TLS_CERT_FILE holds no certificate in PEM', () => new X509Certificate(cert));
  if (!leaf.checkPrivateKey(privateKey(key)))
    throw new Error('the key in TLS_KEY_FILE does not belong to the first certificate in TLS_CERT_FILE');
  attempt('OpenSSL refuses them', () => createSecureContext(secureOptions({ cert, key })));
  const { subjectAltName, subject, serialNumber, validToDate: expiresAt } = leaf;
  return { cert, key, names: subjectAltName ?? subject, serialNumber, expiresAt };
}

/** secureOptions are what TLS takes with a certificate. */
export function secureOptions({ cert, key }: Pick<Certificate, 'cert' | 'key'>) {
  return { cert, key, minVersion: 'TLSv1.2' } as const;
}

/** serverOptions are what an HTTPS server takes. Whoever offers only other protocols than HTTP/1.1 is refused. */
export function serverOptions(certificate: Certificate): HttpsOptions {
  return {
    ...secureOptions(certificate),
    ALPNProtocols: ['http/1.1'],
    handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
  };
}

function privateKey(key: string): KeyObject {
  return attempt('TLS_KEY_FILE holds no private key in PEM that needs no passphrase', () =>
    createPrivateKey(key),
  );
}

function attempt<T>(failure: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${failure} (${reason})`, { cause: error });
  }
}
