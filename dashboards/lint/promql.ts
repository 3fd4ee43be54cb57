import { parser } from '@prometheus-io/lezer-promql';

/** Selected: one selector of an expression, with the functions and aggregations around it, innermost first. */
export interface Selected {
  readonly metric: string;
  readonly text: string;
  readonly around: readonly string[];
}

type Node = ReturnType<typeof parser.parse>['topNode'];

/** syntaxError: where an expression is no PromQL; undefined where it is. */
export function syntaxError(expr: string): string | undefined {
  let found: string | undefined;
  parser.parse(expr).iterate({
    enter: ({ type, from }) => {
      if (type.isError) found ??= `not PromQL at "${expr.slice(Math.max(0, from - 10), from + 20)}"`;
    },
  });
  return found;
}

/** selectedBy: every selector of an expression. */
export function selectedBy(expr: string): readonly Selected[] {
  const found: Selected[] = [];
  parser.parse(expr).iterate({
    enter: ({ node, name, from, to }) => {
      if (name !== 'VectorSelector') return;
      const identifier = node.getChild('Identifier');
      const metric = identifier === null ? '' : expr.slice(identifier.from, identifier.to);
      found.push({ metric, text: expr.slice(from, to), around: around(node, expr) });
    },
  });
  return found;
}

/** callsOf: the source text of every call of a function or aggregation. */
export function callsOf(expr: string, wanted: string): readonly string[] {
  const found: string[] = [];
  parser.parse(expr).iterate({
    enter: ({ node, from, to }) => {
      if (nameOf(node, expr) === wanted) found.push(expr.slice(from, to));
    },
  });
  return found;
}

function around(node: Node, expr: string): string[] {
  const names: string[] = [];
  for (let outer = node.parent; outer !== null; outer = outer.parent) {
    const name = nameOf(outer, expr);
    if (name !== undefined) names.push(name);
  }
  return names;
}

function nameOf(node: Node, expr: string): string | undefined {
  const called = node.getChild('FunctionIdentifier') ?? node.getChild('AggregateOp');
  return called === null ? undefined : expr.slice(called.from, called.to).toLowerCase();
}
