import { Conformance } from '../openapi/conformance.ts';
import type { DocumentName } from '../openapi/documents.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // A test says by its expectations what is in it.
  readonly body: Record<string, unknown>;
}

/** as gives the header by which the gateway names the user of a request. */
export function as(userId: string): Record<string, string> {
  return { 'x-user-id': userId };
}

/** send asks a service, with a body in JSON if there is one, and reads the answer's JSON. */
export async function send(
  method: string,
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  return sendText(method, url, body === undefined ? undefined : JSON.stringify(body), {
    ...json,
    ...headers,
  });
}

/** sendText asks a service with a body exactly as it is. */
export async function sendText(
  method: string,
  url: string,
  body: string | undefined,
  headers: Record<string, string>,
): Promise<Answer> {
  const response = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
  const text = await response.text();
  const answer = {
    status: response.status,
    headers: response.headers,
    body: text === '' ? {} : JSON.parse(text),
  };
  conformance?.check({ method, url, contentType: answer.headers.get('content-type'), ...answer });
  return answer;
}

let conformance: Conformance | undefined;

/** holdAnswersTo makes every answer that comes from now on fail the test when the service's document has no such answer. */
export function holdAnswersTo(name: DocumentName): void {
  conformance = new Conformance(name);
}
