import type { ClassicDashboard, QueryVariable } from '../classic-json.ts';
import { interpolate, timeValues, type Values } from './interpolate.ts';
import type { QueryApi, Span } from './prometheus-api.ts';

/** Chosen: what a reader who chooses nothing has, and which variables have nothing to choose from. */
export interface Chosen {
  readonly values: Values;
  readonly empty: readonly QueryVariable[];
}

/** chosenAtFirst resolves the variables of a dashboard in their order, as Grafana does when somebody opens it. */
export async function chosenAtFirst(
  { templating }: ClassicDashboard,
  api: QueryApi,
  span: Span,
  scrapeSeconds: number,
): Promise<Chosen> {
  let values = timeValues(Math.round(span.toSeconds - span.fromSeconds), scrapeSeconds);
  const empty: QueryVariable[] = [];
  for (const variable of templating.list) {
    if (variable.type !== 'query') continue;
    const options = await optionsOf(variable, values, api, span);
    if (options.length === 0) empty.push(variable);
    values = { ...values, [variable.name]: writtenFor(variable, options) };
  }
  return { values, empty };
}

async function optionsOf(
  variable: QueryVariable,
  values: Values,
  api: QueryApi,
  span: Span,
): Promise<readonly string[]> {
  const query = interpolate(variable.query.query, values);
  const labels = /^label_values\((.*),\s*(\w+)\)$/s.exec(query);
  if (labels) return sorted(await api.labelValues(labels[2]!, labels[1]!, span), variable);
  const computed = /^query_result\((.*)\)$/s.exec(query);
  if (!computed) throw new Error(`$${variable.name} asks what is not known here: ${query}`);
  const found = await api.at(computed[1]!, span.toSeconds);
  const texts = found.flatMap((series) => matched(asText(series), variable.regex));
  return sorted([...new Set(texts)], variable);
}

/** asText: how Grafana writes a result of query_result, on which the variable's regular expression works. */
function asText({ labels, values }: Awaited<ReturnType<QueryApi['at']>>[number]): string {
  const { __name__: name = '', ...others } = labels;
  const written = Object.entries(others).map(([label, value]) => `${label}="${value}"`);
  const [atSeconds, value] = values[0] ?? [0, Number.NaN];
  return `${name}{${written.join(',')}} ${value} ${atSeconds * 1000}`;
}

function matched(text: string, regex = ''): string[] {
  if (regex === '') return [text];
  const found = new RegExp(regex.replace(/^\/|\/$/g, '')).exec(text);
  return found ? [found[1] ?? found[0]] : [];
}

const [inTheirOrder, alphabeticalDesc] = [0, 2];

function sorted(options: readonly string[], variable: QueryVariable): readonly string[] {
  if ((variable.sort ?? inTheirOrder) === inTheirOrder) return options;
  const rising = options.toSorted();
  return variable.sort === alphabeticalDesc ? rising.toReversed() : rising;
}

/** writtenFor: what stands in a query: the first option, or all of them where that is what is chosen at first. */
function writtenFor(variable: QueryVariable, options: readonly string[]): string {
  if (variable.includeAll !== true) return options[0] ?? '';
  return variable.allValue ?? `(${options.map(escaped).join('|')})`;
}

function escaped(text: string): string {
  // Twice: once for the regular expression, once for the string of PromQL around it.
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\\\$&');
}
