import * as z from 'zod';
import type { Setting } from '../kit/config.ts';
import { routePatterns } from './routes.ts';

/** RouteTimeouts are timeouts in milliseconds by the pattern of a route, as metrics have it in http_route. */
export type RouteTimeouts = ReadonlyMap<string, number>;

export const longestTimeoutMs = 600_000;

/** routeTimeouts is the setting for routes whose timeout is another than that of the rest. */
export const routeTimeouts: Setting<RouteTimeouts> = {
  variable: 'ROUTE_TIMEOUTS_MS',
  type: `list, ROUTE=MILLISECONDS[,…], such as /api/events/:id=1000, from 1 to ${longestTimeoutMs}`,
  meaning:
    'routes, as http_route names them in metrics, with a limit of their own in place of ROUTE_TIMEOUT_MS',
  fallback: '',
  schema: z.string().transform((text, context) => {
    const timeouts = parse(text);
    if (timeouts !== undefined) return timeouts;
    context.addIssue({ code: 'custom', message: 'not a list of known routes with a time each' });
    return z.NEVER;
  }),
};

function parse(text: string): RouteTimeouts | undefined {
  const timeouts = new Map<string, number>();
  for (const entry of text.split(',').filter((part) => part.trim() !== '')) {
    const [route = '', digits = '', ...rest] = entry.split('=').map((part) => part.trim());
    const limitMs = /^\d{1,6}$/.test(digits) ? Number(digits) : 0;
    const isKnown = routePatterns.includes(route) && !timeouts.has(route);
    if (!isKnown || rest.length > 0 || limitMs < 1 || limitMs > longestTimeoutMs) return undefined;
    timeouts.set(route, limitMs);
  }
  return timeouts;
}
