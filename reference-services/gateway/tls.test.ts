import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, type ServerResponse, request as requestPlain } from 'node:http';
import { Agent, request as requestSecure } from 'node:https';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type ConnectionOptions, type TLSSocket, connect as connectTls } from 'node:tls';
import { request } from 'undici';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  type CertificateFiles,
  createCertificate,
  makeCertificate,
  withoutOpenssl,
} from './fixtures/certificates.ts';
import { valueOf } from './fixtures/gateway.ts';
import { type ServiceProcess, exitOf, runEntry, startService } from './fixtures/process.ts';
import { createReplicaList } from './fixtures/replica-list.ts';
import { createTestTokens } from './fixtures/tokens.ts';
import { until } from '../testing/until.ts';
import { type Upstream, startUpstream } from './fixtures/upstream.ts';

const GATEWAY = new URL('./main.ts', import.meta.url);
const PATH = '/api/events';

interface SecureGateway extends ServiceProcess {
  readonly files: CertificateFiles;
  readonly host: string;
  readonly port: number;
  readonly upstream: Upstream;
}

async function startSecure(
  answer: Parameters<typeof startUpstream>[0],
  files?: CertificateFiles,
): Promise<SecureGateway> {
  const certificate = files ?? (await createCertificate());
  const upstream = await startUpstream(answer);
  const list = await createReplicaList();
  await list.write(['events', 'bookings'].map((service) => ({ ...upstream, service })));
  const tokens = await createTestTokens();
  const service = await startService(GATEWAY, {
    DISCOVERY: `file:${list.path}`,
    POLL_INTERVAL_MS: '50',
    TOKEN_KEYS: `file:${tokens.path}`,
    DRAIN_DELAY_MS: '200',
    // Less than a handshake may take.
    GRACE_PERIOD_MS: '8000',
    ANONYMOUS_RATE_LIMIT_PER_SECOND: '0',
    ...certificate.environment,
  });
  await until(() => expect(service.lines.some(({ msg }) => msg === 'ready')).toBe(true));
  const [host = '', port] = service.address.split(':');
  return { ...service, files: certificate, host, port: Number(port), upstream };
}

/** Asks over TLS; a client that trusts no other certificate than `ca`. */
async function ask({ host, port }: SecureGateway, ca: string, agent = new Agent()) {
  onTestFinished(() => agent.destroy());
  const asked = requestSecure({ host, port, path: PATH, ca, agent }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  const socket = response.socket as TLSSocket;
  const { serialNumber } = socket.getPeerCertificate();
  return { response, socket, serialNumber, body: text(response) };
}

/** Connects as `options` say, and gives the error by which the other side refuses, or what was agreed on. */
async function handshake({ host, port }: SecureGateway, options: ConnectionOptions): Promise<unknown> {
  const socket = connectTls({ host, port, rejectUnauthorized: false, ...options });
  onTestFinished(() => void socket.destroy());
  return new Promise((resolve) => {
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    socket.once('secureConnect', () => resolve([socket.alpnProtocol, socket.getProtocol()]));
  });
}

async function metric({ opsAddress }: ServiceProcess, line: string): Promise<number> {
  return valueOf(await (await request(`http://${opsAddress}/metrics`)).body.text(), line);
}

const reloads = (gateway: ServiceProcess, outcome: 'reloaded' | 'refused') =>
  metric(gateway, `gateway_tls_reloads_total{outcome="${outcome}"}`);

const serialOf = (cert: string) => new X509Certificate(cert).serialNumber;

describe.skipIf(withoutOpenssl)('with a certificate', () => {
  test('the public port speaks HTTP/1.1 over TLS, which the replicas are told, and the operational port HTTP', async () => {
    const gateway = await startSecure((_request, response) => response.end('secret'));
    const { response, body, serialNumber } = await ask(gateway, gateway.files.read());
    expect([response.statusCode, response.httpVersion, await body]).toEqual([200, '1.1', 'secret']);
    expect(serialNumber).toBe(serialOf(gateway.files.read()));
    expect(gateway.upstream.received[0]?.headers['x-forwarded-proto']).toBe('https');
    expect((await request(`http://${gateway.opsAddress}/readyz`)).statusCode).toBe(200);
    const expiresMs = new X509Certificate(gateway.files.read()).validToDate.getTime();
    expect(await metric(gateway, 'gateway_tls_certificate_expiry_timestamp_seconds')).toBe(expiresMs / 1000);
  });

  test('who offers h2 alone, TLS 1.1 or no TLS is refused at once, and others are served on', async () => {
    const gateway = await startSecure((_request, response) => response.end('ok'));
    expect(await handshake(gateway, { ALPNProtocols: ['h2'] })).toBe(
      'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL',
    );
    const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    expect(await handshake(gateway, old)).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
    const plain = requestPlain(`http://${gateway.address}${PATH}`).end();
    expect(await once(plain, 'error')).toMatchObject([{ code: 'ECONNRESET' }]);
    expect(await handshake(gateway, { ALPNProtocols: ['h2', 'http/1.1'] })).toEqual(['http/1.1', 'TLSv1.3']);
    expect(await handshake(gateway, { maxVersion: 'TLSv1.2' })).toEqual([false, 'TLSv1.2']);
    expect(await (await ask(gateway, gateway.files.read())).body).toBe('ok');
  });

  test('new connections get the new certificate, while one that is open goes on with the old', async () => {
    const gateway = await startSecure((_request, response) => response.end('ok'));
    const old = gateway.files.read();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const before = await ask(gateway, old, agent);
    await before.body;
    await gateway.files.replace();
    await until(async () => expect(await reloads(gateway, 'reloaded')).toBe(1));
    const after = await ask(gateway, gateway.files.read());
    expect(after.serialNumber).toBe(serialOf(gateway.files.read()));
    const kept = await ask(gateway, old, agent);
    expect([await kept.body, kept.serialNumber]).toEqual(['ok', serialOf(old)]);
    expect(kept.socket).toBe(before.socket);
    expect(await reloads(gateway, 'refused')).toBe(0);
  });

  test('replaced again and again under load, nothing is lost', async () => {
    const gateway = await startSecure((_request, response) => response.end('ok'));
    const outcomes: (number | string | undefined)[] = [];
    const stopping = new AbortController();
    const client = async (agent: Agent) => {
      while (!stopping.signal.aborted) {
        const asked = requestSecure({
          host: gateway.host,
          port: gateway.port,
          path: PATH,
          agent,
          rejectUnauthorized: false,
        });
        const outcome = await new Promise<number | string | undefined>((resolve) => {
          asked.once('error', (error) => resolve(error.message)).end();
          asked.once('response', (response) =>
            response.resume().once('end', () => resolve(response.statusCode)),
          );
        });
        outcomes.push(outcome);
      }
      agent.destroy();
    };
    const clients = [client(new Agent({ keepAlive: true })), client(new Agent({ keepAlive: false }))];
    for (let times = 1; times <= 3; times += 1) {
      await gateway.files.replace();
      await until(async () => expect(await reloads(gateway, 'reloaded')).toBe(times));
    }
    stopping.abort();
    await Promise.all(clients);
    expect(new Set(outcomes)).toEqual(new Set([200]));
    expect(await reloads(gateway, 'refused')).toBe(0);
  });

  test('a broken file or a key that does not fit leaves the old certificate in force, and is told', async () => {
    const gateway = await startSecure((_request, response) => response.end('ok'));
    const { files } = gateway;
    const old = files.read();
    writeFileSync(files.cert, 'not a certificate');
    await until(async () => expect(await reloads(gateway, 'refused')).toBe(1));
    makeCertificate(files.cert, join(files.directory, 'other.key'));
    await until(async () => expect(await reloads(gateway, 'refused')).toBe(2));
    const warnings = gateway.lines.filter(
      ({ msg }) => msg === 'certificate unusable; the last good one stays',
    );
    expect(warnings.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('TLS_CERT_FILE holds no certificate in PEM'),
      expect.stringContaining('TLS_KEY_FILE does not belong to the first certificate'),
    ]);
    expect((await ask(gateway, old)).serialNumber).toBe(serialOf(old));
    copyFileSync(join(files.directory, 'other.key'), files.key);
    await until(async () => expect(await reloads(gateway, 'reloaded')).toBe(1));
    expect((await ask(gateway, files.read())).serialNumber).toBe(serialOf(files.read()));
  });

  test('it drains: what is in flight is answered, what is idle or has not even shaken hands holds nothing up', async () => {
    const held: ServerResponse[] = [];
    const gateway = await startSecure(({ url }, response) => {
      if (url === '/events/held') held.push(response);
      else response.end('ok');
    });
    const ca = gateway.files.read();
    const idle = new Agent({ keepAlive: true });
    onTestFinished(() => idle.destroy());
    await (
      await ask(gateway, ca, idle)
    ).body;
    const silent = connectTcp(gateway.port, gateway.host);
    onTestFinished(() => void silent.destroy());
    await once(silent, 'connect');
    const unused = connectTls({ host: gateway.host, port: gateway.port, ca });
    onTestFinished(() => void unused.destroy());
    await once(unused, 'secureConnect');
    const { host, port } = gateway;
    const asked = requestSecure({
      host,
      port,
      path: '/api/events/held',
      ca,
      agent: new Agent({ keepAlive: true }),
    });
    const answered = once(asked.end(), 'response') as Promise<[IncomingMessage]>;
    await until(() => expect(held).toHaveLength(1));
    const stopped = gateway.stop();
    await until(() => expect(gateway.lines.some(({ msg }) => msg === 'stopping')).toBe(true));
    const during = await ask(gateway, ca);
    expect([during.response.statusCode, during.response.headers.connection]).toEqual([200, 'close']);
    held[0]?.end('at last');
    const [response] = await answered;
    expect([response.headers.connection, await text(response)]).toEqual(['close', 'at last']);
    expect(await stopped).toBe(0);
    expect(gateway.lines.at(-1)).toMatchObject({ served: 3, open: { requests: 0, connections: 0 } });
  });

  test('one that has expired is served all the same, with a warning', async () => {
    const files = await createCertificate();
    makeCertificate(files.cert, files.key, -1);
    const gateway = await startSecure((_request, response) => response.end('ok'), files);
    expect(gateway.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', msg: 'the certificate has expired; replace its files' }),
    );
    expect(await handshake(gateway, {})).toEqual([false, 'TLSv1.3']);
  });

  test.each([
    ['a certificate without a key', { TLS_KEY_FILE: '' }, 'TLS_CERT_FILE is set and TLS_KEY_FILE is not'],
    ['a key without a certificate', { TLS_CERT_FILE: '' }, 'TLS_KEY_FILE is set and TLS_CERT_FILE is not'],
    ['no file', { TLS_CERT_FILE: 'absent.crt' }, /TLS_CERT_FILE cannot be read .*ENOENT.*absent\.crt/],
    ['what cannot be read', { TLS_KEY_FILE: '.' }, /TLS_KEY_FILE cannot be read .*EISDIR/],
    ['no certificate', { TLS_CERT_FILE: 'tls.key' }, 'TLS_CERT_FILE holds no certificate in PEM'],
    ['no key', { TLS_KEY_FILE: 'tls.crt' }, 'TLS_KEY_FILE holds no private key in PEM'],
    ["another certificate's key", { TLS_KEY_FILE: 'other.key' }, 'does not belong to the first certificate'],
  ])('%s is one line, exit code 2', async (_title, environment, message) => {
    const files = await createCertificate();
    makeCertificate(join(files.directory, 'other.crt'), join(files.directory, 'other.key'));
    const names = { TLS_CERT_FILE: 'tls.crt', TLS_KEY_FILE: 'tls.key', ...environment };
    const child = runEntry(GATEWAY, [], {
      DISCOVERY: 'file:r.json',
      TOKEN_KEYS: 'file:k.json',
      TLS_CERT_FILE: names.TLS_CERT_FILE && join(files.directory, names.TLS_CERT_FILE),
      TLS_KEY_FILE: names.TLS_KEY_FILE && join(files.directory, names.TLS_KEY_FILE),
    });
    const [errors] = await Promise.all([text(child.stderr as NodeJS.ReadableStream), exitOf(child)]);
    expect(errors).toMatch(/^[^\n]+\n$/);
    expect(errors).toMatch(message);
    expect(child.exitCode).toBe(2);
  });
});
