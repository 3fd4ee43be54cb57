import { validateHeaderName, validateHeaderValue } from 'node:http';
import { defaultMaxInFlight, type LoadModel, type LoadPlan } from '../model/load-plan.ts';
import { Problem } from '../model/problem.ts';
import type { Scenario, Step } from '../model/scenario.ts';
import { isTemplate } from './paced/template.ts';

/** SingleRequest: one request to one URL, as a user writes it. Header values and body are sent as they are. */
export interface SingleRequest {
  readonly url: URL;
  readonly method: Step['method'];
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
}

/** PlanSettings: the rest of a plan; maxInFlight is ten seconds of the rate, or the connections, unless it is given. */
export type PlanSettings = Omit<LoadPlan, 'baseUrl' | 'scenario' | 'maxInFlight'> & {
  readonly maxInFlight?: number | undefined;
};

/**
 * singleRequestPlan makes the plan of a load of one request. A body goes out as application/json if it is a JSON
 * object or list, else as text/plain, unless a header says otherwise. Throws a Problem for a header HTTP does not allow.
 */
export function singleRequestPlan(request: SingleRequest, settings: PlanSettings): LoadPlan {
  return {
    ...settings,
    baseUrl: request.url.origin,
    scenario: singleRequestScenario(request),
    maxInFlight: settings.maxInFlight ?? inFlightOf(settings.load),
  };
}

function inFlightOf(load: LoadModel): number {
  return load.model === 'open' ? defaultMaxInFlight(load.ratePerSecond) : load.connections;
}

function singleRequestScenario({ url, method, headers, body }: SingleRequest): Scenario {
  const [data, variables]: [Scenario['data'], Scenario['variables']] = [{}, {}];
  // Text that happens to hold {braces} becomes a drawn variable, so that it is not taken for a template.
  const literal = (name: string, text: string): string => {
    if (!isTemplate(text)) return text;
    data[name] = [text];
    variables[name] = { oneOf: name };
    return `{${name}}`;
  };
  const path = (url.pathname + url.search).replaceAll('{', '%7B').replaceAll('}', '%7D');
  const entries = headerEntries(headers, body).map(
    ([name, value], index) => [name, literal(`header${index}`, value)] as const,
  );
  return {
    name: `${method} ${url.pathname}`,
    description: `${method} ${url.href}`,
    data,
    variables,
    steps: [
      {
        name: 'request',
        method,
        path,
        headers: Object.fromEntries(entries),
        ...(body === undefined ? {} : { body: literal('body', body) }),
        expectStatus: [],
      },
    ],
  };
}

function headerEntries(headers: SingleRequest['headers'], body: string | undefined): [string, string][] {
  const merged = new Map<string, string>();
  if (body !== undefined) merged.set('content-type', contentTypeOf(body));
  const given = new Set<string>();
  for (const [rawName, value] of headers) {
    const name = rawName.toLowerCase();
    checkHeader(name, value);
    // A name that is given twice is one list, RFC 9110 section 5.3.
    merged.set(name, given.has(name) ? `${merged.get(name)}, ${value}` : value);
    given.add(name);
  }
  return [...merged];
}

/** The client writes these itself; another value would make requests that no server can read. */
const reserved = new Set([
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'expect',
]);

function checkHeader(name: string, value: string): void {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch {
    throw new Problem('usage', `a header "${name}" with that value is not one that HTTP allows.`, {
      next: 'write it as "name: value".',
    });
  }
  if (reserved.has(name)) {
    throw new Problem('usage', `header ${name} is written by the engine itself.`, { next: 'leave it out.' });
  }
}

function contentTypeOf(body: string): string {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null) return 'application/json';
  } catch {
    // Not JSON: plain text.
  }
  return 'text/plain; charset=utf-8';
}
