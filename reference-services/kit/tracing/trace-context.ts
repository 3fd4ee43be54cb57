import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingHttpHeaders } from 'node:http';

/** TraceContext says which step of which trace caused what happens now, as W3C Trace Context writes it. */
export interface TraceContext {
  readonly traceparent: string;
  readonly tracestate?: string | undefined;
}

// Two hexadecimal digits of version, then trace, parent and flags; none of them is all zeros, and no version is ff.
const known = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
// A later version may add to it behind a dash.
const later =
  /^(?!00|ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-[\x21-\x7e]{0,200})?$/;
// What must be passed on at least.
const maxStateCharacters = 512;

/** incomingTrace reads the headers of a request; what is malformed counts as absent. */
export function incomingTrace({ traceparent, tracestate }: IncomingHttpHeaders): TraceContext | undefined {
  if (typeof traceparent !== 'string' || !(known.test(traceparent) || later.test(traceparent)))
    return undefined;
  const keepsState =
    typeof tracestate === 'string' && tracestate !== '' && tracestate.length <= maxStateCharacters;
  return keepsState ? { traceparent, tracestate } : { traceparent };
}

const active = new AsyncLocalStorage<TraceContext>();

/** activeTrace is what caused the work that is under way, if anybody said so. */
export function activeTrace(): TraceContext | undefined {
  return active.getStore();
}

/** within has `trace` be the cause of all that `work` does, also of what it does later; without one it just works. */
export function within<T>(trace: TraceContext | undefined, work: () => T): T {
  return trace === undefined ? work() : active.run(trace, work);
}

/** carriedTrace is the active trace as JSON, to be kept beside a message; null when there is none. */
export function carriedTrace(): string | null {
  const trace = active.getStore();
  return trace === undefined ? null : JSON.stringify(asCarried(trace));
}

/** asCarried is no more of a trace than what others need to go on with it. */
export function asCarried({ traceparent, tracestate }: TraceContext): TraceContext {
  return tracestate === undefined ? { traceparent } : { traceparent, tracestate };
}
