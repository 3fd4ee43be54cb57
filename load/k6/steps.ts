import http, { type Params, type RefinedResponse } from 'k6/http';
import { answerCheck } from '../engines/paced/answer-check.ts';
import { textTemplate, valueTemplate, type Json, type Variables } from '../engines/paced/template.ts';
import type { Scenario, Step } from '../model/scenario.ts';

/** Verdict: what an answer was; `error` where none came. */
export interface Verdict {
  readonly kind: 'ok' | 'rejected' | 'status' | 'body' | 'error';
  readonly detail: string;
  /** primary: an ok answer with the first expected status, which is captured from and journalled. */
  readonly primary: boolean;
  readonly endsJourney: boolean;
}

/** Answer: what k6 says of a request, and what it was. */
export interface Answer {
  readonly response: RefinedResponse<'text' | 'none'>;
  readonly verdict: Verdict;
}

/** ReadyStep: a step made ready once, as every journey takes it. */
export interface ReadyStep {
  readonly step: Step;
  send(variables: Variables, requestId: string): Answer;
  journal(variables: Variables): Json | undefined;
}

/** readySteps compiles a scenario's steps for requests below `baseUrl`; timeoutMs is from the send to the last byte. */
export function readySteps(scenario: Scenario, baseUrl: string, timeoutMs: number): ReadyStep[] {
  return scenario.steps.map((step) => readyStep(step, baseUrl.replace(/\/$/, ''), timeoutMs));
}

function readyStep(step: Step, baseUrl: string, timeoutMs: number): ReadyStep {
  const path = textTemplate(step.path, encodeURIComponent);
  const headers = Object.entries(headersOf(step)).map(
    ([name, value]) => [name, textTemplate(value)] as const,
  );
  const body = step.body === undefined ? undefined : valueTemplate(step.body);
  const journal = step.journal && valueTemplate(step.journal);
  const judge = judgeOf(step);
  const common: Params = {
    timeout: timeoutMs,
    redirects: 0,
    tags: { name: step.name },
    responseType: answerCheck(step) === undefined ? 'none' : 'text',
    responseCallback:
      step.expectStatus.length === 0
        ? http.expectedStatuses({ min: 200, max: 399 })
        : http.expectedStatuses(...step.expectStatus),
  };
  return {
    step,
    send(variables, requestId) {
      const given = Object.fromEntries(headers.map(([name, value]) => [name, value(variables)]));
      const params = { ...common, headers: { ...given, 'x-request-id': requestId } };
      const response = http.request(
        step.method,
        baseUrl + path(variables),
        textOf(body?.(variables)),
        params,
      );
      return { response, verdict: judge(response, variables) };
    },
    journal: (variables) => journal?.(variables),
  };
}

function headersOf({ body, headers = {} }: Step): Record<string, string> {
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  const json = body !== undefined && typeof body !== 'string';
  return { ...(json ? { 'content-type': 'application/json' } : {}), ...Object.fromEntries(named) };
}

function textOf(body: Json | undefined): string | null {
  if (body === undefined) return null;
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function judgeOf(step: Step): (response: Answer['response'], variables: Variables) => Verdict {
  const { expectStatus, endsJourneyOn = [] } = step;
  const check = answerCheck(step);
  const anySuccess = expectStatus.length === 0;
  return (response, variables) => {
    const { status, error_code: code, error } = response;
    if (status === 0 || (code >= 1000 && code < 1400)) return not('error', error);
    const expected = anySuccess ? status >= 200 && status <= 399 : expectStatus.includes(status);
    const refusal = status === 429 || (status === 503 && response.headers['Retry-After'] !== undefined);
    if (!expected) return refusal ? not('rejected') : not('status', `status ${status}`);
    const primary = anySuccess || status === expectStatus[0];
    const wrong = primary ? check?.(response.body ?? '', variables) : undefined;
    if (wrong !== undefined) return not('body', wrong);
    return { kind: 'ok', detail: '', primary, endsJourney: endsJourneyOn.includes(status) };
  };
}

function not(kind: Verdict['kind'], detail = ''): Verdict {
  return { kind, detail, primary: false, endsJourney: false };
}
