import { isIPv4 } from 'node:net';
import { Problem } from '../../load/model/problem.ts';

/** parseLoadUrl reads an http or https URL. Throws a Problem for anything else, and for a password inside it. */
export function parseLoadUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    const shown = url === undefined ? text : `${url.protocol}//${url.host}`;
    throw new Problem('usage', `"${shown}" is not an http URL.`, {
      next: 'write it as http://127.0.0.1:3000/path.',
    });
  }
  if (url.username !== '' || url.password !== '') {
    throw new Problem('usage', `the URL of ${url.host} holds a user name or password, which is not sent.`, {
      next: 'give --header "authorization: …".',
    });
  }
  return url;
}

/** shownUrl: a URL as it may be printed; what stands in its query may be a secret. */
export function shownUrl({ origin, pathname, search }: URL): string {
  return `${origin}${pathname}${search === '' ? '' : '?…'}`;
}

/** refuseForeignHost throws a Problem for a URL that is not on this machine: 127.0.0.0/8, ::1 and localhost are. */
export function refuseForeignHost({ hostname }: URL): void {
  const loopback =
    hostname === 'localhost' || hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'));
  if (loopback) return;
  throw new Problem('usage', `${hostname} is not a loopback address (127.0.0.0/8, ::1, localhost).`, {
    next: 'load only what you may, then add --i-may-load-this.',
  });
}
