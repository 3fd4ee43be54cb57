/** Json: any value that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Variables: what a journey has drawn and captured, by name. */
export type Variables = Record<string, Json>;

/** Rendered gives the text or value of a template for one journey. */
export type Rendered<T> = (variables: Variables) => T;

const placeholder = /\{([A-Za-z_][\w-]*(?:\.[\w-]+)*)\}/g;
const onlyPlaceholder = /^\{([A-Za-z_][\w-]*(?:\.[\w-]+)*)\}$/;

/** isTemplate: whether a text holds `{name}` or `{name.field}`. */
export function isTemplate(text: string): boolean {
  return text.search(placeholder) >= 0;
}

/** variablesIn names the variables, without their fields, that templates anywhere in a JSON value refer to. */
export function variablesIn(value: Json): string[] {
  if (typeof value === 'string')
    return [...value.matchAll(placeholder)].map((match) => firstName(match[1] ?? ''));
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(variablesIn);
}

/** textTemplate compiles a text; each value goes through `encode`, such as encodeURIComponent in a path. */
export function textTemplate(
  text: string,
  encode: (value: string) => string = (value) => value,
): Rendered<string> {
  if (!isTemplate(text)) return () => text;
  // split with one capturing group: literal, name, literal, name, …, literal
  const parts = text.split(placeholder).map((part, index) => {
    if (index % 2 === 0) return () => part;
    const read = reader(part);
    return (variables: Variables) => encode(asText(read(variables)));
  });
  return (variables) => parts.map((part) => part(variables)).join('');
}

/** valueTemplate compiles a JSON value; a string that is exactly `"{name}"` becomes the variable itself. */
export function valueTemplate(value: Json): Rendered<Json> {
  if (variablesIn(value).length === 0) return () => value;
  if (typeof value === 'string') {
    const only = onlyPlaceholder.exec(value)?.[1];
    return only === undefined ? textTemplate(value) : reader(only);
  }
  if (isList(value)) {
    const items = value.map(valueTemplate);
    return (variables) => items.map((item) => item(variables));
  }
  const fields = Object.entries(value as Record<string, Json>).map(
    ([key, field]) => [key, valueTemplate(field)] as const,
  );
  return (variables) => Object.fromEntries(fields.map(([key, field]) => [key, field(variables)]));
}

function reader(dotted: string): Rendered<Json> {
  const [name = '', ...fields] = dotted.split('.');
  if (fields.length === 0) return (variables) => variables[name] ?? null;
  return (variables) =>
    fields.reduce<Json>((value, field) => member(value, field) ?? null, variables[name] ?? null);
}

/** member reads one own field of an object or item of a list; undefined where there is none. */
export function member(value: Json | undefined, key: string): Json | undefined {
  if (value === undefined || value === null || typeof value !== 'object' || !Object.hasOwn(value, key))
    return undefined;
  if (Array.isArray(value) && key === 'length') return undefined;
  return (value as Record<string, Json>)[key];
}

/** isList narrows a JSON value to a list. */
export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function asText(value: Json): string {
  return value !== null && typeof value === 'object' ? JSON.stringify(value) : String(value ?? '');
}

function firstName(dotted: string): string {
  return dotted.split('.')[0] ?? '';
}
