import type { Server } from 'node:https';
import { WatchedFiles } from '../kit/watched-files.ts';
import { type Certificate, parseCertificate, secureOptions } from './certificate.ts';
import type { GatewayContext } from './start.ts';

// A certificate and its key are seldom replaced at once; in between they do not fit.
const SETTLE_MS = 250;

/**
 * followCertificate has new connections get the certificate that its files hold now; those that are open keep theirs.
 * Without a certificate it does nothing.
 */
export function followCertificate({ app, config, log, metrics, onStop }: GatewayContext): void {
  const { tlsCertFile, tlsKeyFile } = config;
  if (tlsCertFile === undefined || tlsKeyFile === undefined) return;
  // Whoever gives these files makes an HTTPS server.
  const server = app.server as unknown as Server;
  const reloads = metrics.counter('tlsReloads');
  const expiry = metrics.gauge('tlsExpiry');
  for (const outcome of ['reloaded', 'refused']) reloads.inc({ outcome }, 0);
  const files = new WatchedFiles<Certificate>([tlsCertFile, tlsKeyFile], {
    parse: ([cert = '', key = '']) => parseCertificate(cert, key),
    log,
    contents: 'certificate',
    describe: ({ names, serialNumber, expiresAt }) => ({ names, serialNumber, expiresAt }),
    onUnusable: () => reloads.inc({ outcome: 'refused' }),
    settleMs: SETTLE_MS,
  });
  onStop('the certificate', () => files.close());
  // Speech that is not TLS is not answered: there is no way to say anything that would be understood.
  server.prependListener('tlsClientError', (_error, socket) => socket.destroy());
  let isFirst = true;
  void files.watch((certificate) => {
    server.setSecureContext(secureOptions(certificate));
    expiry.set(certificate.expiresAt.getTime() / 1000);
    if (!isFirst) reloads.inc({ outcome: 'reloaded' });
    isFirst = false;
    if (certificate.expiresAt.getTime() <= Date.now())
      log.warn({ expiresAt: certificate.expiresAt }, 'the certificate has expired; replace its files');
  });
}
