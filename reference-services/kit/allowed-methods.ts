const special = /[.*+?^${}()|[\]\\]/g;

/** AllowedMethods knows which methods are answered at a path, for the answer to any other (RFC 9110, 15.5.6). */
export class AllowedMethods {
  readonly #methodsOf = new Map<string, Set<string>>();

  /** add notes a route; `pattern` may hold `:names`, and end in `*`. */
  add(pattern: string, methods: string | readonly string[]): void {
    const known = this.#methodsOf.get(pattern) ?? new Set();
    for (const method of [methods].flat()) known.add(method);
    this.#methodsOf.set(pattern, known);
  }

  /** at gives the methods in alphabetical order; none when no route has this path. */
  at(path: string): readonly string[] {
    const fitting = [...this.#methodsOf].filter(([pattern]) => expressionOf(pattern).test(path));
    return [...new Set(fitting.flatMap(([, methods]) => [...methods]))].toSorted();
  }
}

function expressionOf(pattern: string): RegExp {
  return new RegExp(`^${pattern.split('/').map(segmentOf).join('/')}$`);
}

function segmentOf(segment: string): string {
  if (segment === '*') return '.*';
  return segment.startsWith(':') ? '[^/]+' : segment.replace(special, String.raw`\$&`);
}
