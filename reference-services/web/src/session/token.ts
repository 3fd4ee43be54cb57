import type { Bearer } from '../api/bookings.ts';

const storageKey = 'booking-platform.token';
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** readToken gives whom a token names; undefined when it is none of the platform, or has expired. It is not verified. */
export function readToken(text: string, nowMs: number): Bearer | undefined {
  const token = text.trim();
  try {
    const { sub = '', exp = 0 } = payloadOf(token);
    return uuid.test(sub) && exp * 1000 > nowMs ? { token, userId: sub } : undefined;
  } catch {
    return undefined;
  }
}

function payloadOf(token: string): { readonly sub?: string; readonly exp?: number } {
  const [, payload = ''] = token.split('.');
  const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (c) =>
    c.charCodeAt(0),
  );
  return JSON.parse(new TextDecoder().decode(bytes)) as ReturnType<typeof payloadOf>;
}

/** takeTokenFromAddress gives the token of an address that ends in `#token=…`, and removes it from there at once. */
export function takeTokenFromAddress(): string | undefined {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null) return undefined;
  history.replaceState(history.state, '', location.pathname + location.search);
  return token;
}

/** keptToken and keepToken hold a token as long as the tab is open. A browser may forbid it. */
export function keptToken(): string | undefined {
  try {
    return sessionStorage.getItem(storageKey) ?? undefined;
  } catch {
    return undefined;
  }
}

export function keepToken(token: string | undefined): void {
  try {
    if (token === undefined) sessionStorage.removeItem(storageKey);
    else sessionStorage.setItem(storageKey, token);
  } catch {
    // Then it lasts until the next load of the page.
  }
}
