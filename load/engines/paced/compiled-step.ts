import type { Step } from '../../model/scenario.ts';
import { answerCheck, type AnswerCheck } from './answer-check.ts';
import { textTemplate, valueTemplate, type Json, type Rendered } from './template.ts';

/** CompiledStep: a step made ready, so that a request costs as little as it can while others are being timed. */
export interface CompiledStep {
  readonly name: string;
  readonly method: Step['method'];
  readonly path: Rendered<string>;
  /** headers as name, value, name, value, …; for a step without templates it is one shared list: copy before adding. */
  readonly headers: Rendered<readonly string[]>;
  readonly body: Rendered<Buffer | null>;
  /** isExpected: a status that counts as ok; isPrimary: one whose answer is checked, captured from and journalled. */
  isExpected(status: number): boolean;
  isPrimary(status: number): boolean;
  endsJourney(status: number): boolean;
  readonly check: AnswerCheck | undefined;
  readonly journal: Rendered<Json> | undefined;
  readonly requires: readonly string[];
  readonly probability: number;
  readonly thinkTimeMs: { readonly min: number; readonly max: number };
}

/** compileStep makes a step ready; `pathPrefix` is the path of the base URL without a slash at its end. */
export function compileStep(step: Step, pathPrefix: string): CompiledStep {
  const { expectStatus, endsJourneyOn = [] } = step;
  const anySuccess = expectStatus.length === 0;
  return {
    name: step.name,
    method: step.method,
    path: textTemplate(pathPrefix + step.path, encodeURIComponent),
    headers: compileHeaders(step),
    body: compileBody(step.body),
    isExpected: (status) => (anySuccess ? status >= 200 && status <= 399 : expectStatus.includes(status)),
    isPrimary: (status) => anySuccess || status === expectStatus[0],
    endsJourney: (status) => endsJourneyOn.includes(status),
    check: answerCheck(step),
    journal: step.journal && valueTemplate(step.journal),
    requires: step.requires ?? [],
    probability: step.probability ?? 1,
    thinkTimeMs: step.thinkTimeMs ?? { min: 0, max: 0 },
  };
}

function compileHeaders(step: Step): Rendered<readonly string[]> {
  const headers = {
    ...(isJson(step.body) ? { 'content-type': 'application/json' } : {}),
    ...lowerCased(step),
  };
  const flat = Object.entries(headers).flatMap(([name, value]) => [name, value]);
  const rendered = flat.map((text) => textTemplate(text));
  if (flat.every((text, index) => rendered[index]?.({}) === text)) return () => flat;
  return (variables) => rendered.map((render) => render(variables));
}

function lowerCased(step: Step): Record<string, string> {
  return Object.fromEntries(
    Object.entries(step.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

function isJson(body: unknown): boolean {
  return body !== undefined && typeof body !== 'string';
}

function bytes(value: Json): Buffer {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
}

function compileBody(body: Json | undefined): Rendered<Buffer | null> {
  if (body === undefined) return () => null;
  const render = valueTemplate(body);
  if (render({}) === body) {
    const constant = bytes(body);
    return () => constant;
  }
  return (variables) => bytes(render(variables));
}
