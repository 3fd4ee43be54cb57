import { readFileSync } from 'node:fs';
import type { ServerOptions as HttpsOptions } from 'node:https';
import { ConfigError } from '../kit/config.ts';
import { parseCertificate, serverOptions } from './certificate.ts';
import type { GatewayConfig } from './config.ts';

type TlsFiles = Pick<GatewayConfig, 'tlsCertFile' | 'tlsKeyFile'>;

/** httpsOptions are what the public port takes to speak HTTPS; undefined for HTTP. Throws a ConfigError. */
export function httpsOptions({ tlsCertFile, tlsKeyFile }: TlsFiles): HttpsOptions | undefined {
  if (tlsCertFile === undefined && tlsKeyFile === undefined) return undefined;
  if (tlsCertFile === undefined) throw alone('TLS_KEY_FILE', 'TLS_CERT_FILE');
  if (tlsKeyFile === undefined) throw alone('TLS_CERT_FILE', 'TLS_KEY_FILE');
  const [cert, key] = [read('TLS_CERT_FILE', tlsCertFile), read('TLS_KEY_FILE', tlsKeyFile)];
  try {
    return serverOptions(parseCertificate(cert, key));
  } catch (error) {
    throw new ConfigError([`${oneLine(error)}: correct TLS_CERT_FILE and TLS_KEY_FILE, and start again.`]);
  }
}

function alone(given: string, missing: string): ConfigError {
  return new ConfigError([
    `${given} is set and ${missing} is not: HTTPS takes both. Set both or none, and start again.`,
  ]);
}

function read(variable: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError([
      `${variable} cannot be read (${oneLine(error)}): it must be the path of a PEM file. Correct it, and start again.`,
    ]);
  }
}

function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ');
}
