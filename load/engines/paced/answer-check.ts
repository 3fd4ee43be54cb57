import type { Check, Step } from '../../model/scenario.ts';
import { isList, member, valueTemplate, type Json, type Rendered, type Variables } from './template.ts';

/** AnswerCheck looks at the body of an expected answer: captures go into the variables; gives what is wrong, if anything. */
export type AnswerCheck = (body: string, variables: Variables) => string | undefined;

/** answerCheck compiles a step's checks and captures; undefined when it has none, and the body need not be kept. */
export function answerCheck(step: Pick<Step, 'checks' | 'capture'>): AnswerCheck | undefined {
  const checks = (step.checks ?? []).map(compileCheck);
  const captures = Object.entries(step.capture ?? {}).map(
    ([name, pointer]) => [name, pointer, pointerReader(pointer)] as const,
  );
  if (checks.length + captures.length === 0) return undefined;
  return (body, variables) => {
    const answer = parse(body);
    if (answer === undefined) return `body is not JSON: ${JSON.stringify(body.slice(0, 80))}`;
    for (const [name, pointer, read] of captures) {
      const value = read(answer);
      if (value === undefined) return `nothing to capture at ${pointer || 'the root'} for ${name}`;
      variables[name] = value;
    }
    return firstDefined(checks, (check) => check(answer, variables));
  };
}

type CompiledCheck = (answer: Json, variables: Variables) => string | undefined;

function compileCheck(check: Check): CompiledCheck {
  const read = pointerReader(check.pointer);
  const where = check.pointer || 'the root';
  if ('type' in check) {
    return (answer) => {
      const found = typeName(read(answer));
      return found === check.type ? undefined : `${where} is ${found}, not ${check.type}`;
    };
  }
  const wanted: Rendered<Json> = valueTemplate(check.equals);
  return (answer, variables) => {
    const [found, want] = [read(answer), wanted(variables)];
    if (found === want) return undefined;
    return `${where} is ${short(found)}, not ${short(want)}`;
  };
}

/** pointerReader compiles a JSON pointer (RFC 6901); the reader gives undefined where nothing is. */
export function pointerReader(pointer: string): (value: Json) => Json | undefined {
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return (value) => keys.reduce<Json | undefined>((at, key) => member(at, key), value);
}

function parse(body: string): Json | undefined {
  try {
    return JSON.parse(body) as Json;
  } catch {
    return undefined;
  }
}

function typeName(value: Json | undefined): string {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  return isList(value) ? 'array' : typeof value;
}

function short(value: Json | undefined): string {
  return value === undefined ? 'absent' : JSON.stringify(value).slice(0, 80);
}

function firstDefined<T, R>(items: readonly T[], f: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const result = f(item);
    if (result !== undefined) return result;
  }
  return undefined;
}
