import type { ProblemsByStatus } from './common-problems.ts';
import type { JsonObject } from './json-schema.ts';

/** Front is what stands between clients and services, and what it adds to their documents. */
export interface Front {
  readonly name: string;
  readonly description: string;
  /** What every path begins with; empty for none. */
  readonly prefix: string;
  /** Problems that it answers itself, on any route. */
  readonly problems: ProblemsByStatus;
  /** Request headers that it sets, whatever clients send. */
  readonly setsHeaders: readonly string[];
  readonly securitySchemes: JsonObject;
  /** What a route's security differs in from `security`, if it does. */
  readonly securityOf: (service: string, method: string) => { readonly security?: readonly JsonObject[] };
  /** Security requirements of every route. */
  readonly security: readonly JsonObject[];
}

/** noFront is for a service that clients ask directly. */
export const noFront: Omit<Front, 'name' | 'description'> = {
  prefix: '',
  problems: {},
  setsHeaders: [],
  securitySchemes: {},
  securityOf: () => ({}),
  security: [],
};
