import { request } from 'undici';
import type { ServerUrl } from './server-url.ts';

/** Delivery: whether a push arrived. `lost`: it is no use to send it again. */
export type Delivery =
  | { readonly arrived: true }
  | { readonly arrived: false; readonly reason: string; readonly lost: boolean; readonly status?: number };

const longestReason = 200;

/** post sends a body of JSON to a Prometheus server's OTLP receiver, and never throws; `over` gives it up before its time. */
export async function post(
  { base, login }: ServerUrl,
  body: string,
  timeoutMs: number,
  over?: AbortSignal,
): Promise<Delivery> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await request(`${base}/api/v1/otlp/v1/metrics`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization(login) },
      body,
      signal: over === undefined ? timeout : AbortSignal.any([timeout, over]),
    });
    const text = await answer.body.text();
    const status = answer.statusCode;
    if (status >= 200 && status < 300) return { arrived: true };
    const said = text.trim().split('\n')[0]!.slice(0, longestReason);
    const lost = status >= 400 && status < 500 && status !== 429;
    return { arrived: false, lost, status, reason: `status ${status}${said === '' ? '' : `: ${said}`}` };
  } catch (error) {
    return { arrived: false, lost: false, reason: reasonOf(error, timeoutMs) };
  }
}

function authorization(login: ServerUrl['login']): { authorization?: string } {
  if (login === undefined) return {};
  const token = Buffer.from(`${login.user}:${login.password}`).toString('base64');
  return { authorization: `Basic ${token}` };
}

function reasonOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`;
  return (error as NodeJS.ErrnoException).code ?? error.message.slice(0, longestReason);
}
