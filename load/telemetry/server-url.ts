import { Problem } from '../model/problem.ts';

/** ServerUrl: where a server is, and what may be known of it only by itself. */
export interface ServerUrl {
  /** base: without user name, password and trailing slash; for people, results and requests. */
  readonly base: string;
  /** login: what stood before the @; never to be shown or stored. */
  readonly login: { readonly user: string; readonly password: string } | undefined;
}

/**
 * parseServerUrl reads `http(s)://[user:password@]host[:port][/prefix]`, the value of an option. Throws a Problem of kind
 * `usage` that tells no secret.
 */
export function parseServerUrl(flag: string, text: string): ServerUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    const given = text.includes('@') ? 'what was given' : `"${text}"`;
    throw new Problem('usage', `${flag}: ${given} is not the http URL of a server.`, {
      next: `Give one such as ${flag} http://127.0.0.1:9090.`,
    });
  }
  const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  [url.username, url.password] = ['', ''];
  return {
    base: url.href.replace(/\/+$/, ''),
    login: user === '' && password === '' ? undefined : { user, password },
  };
}
