import * as z from 'zod';

export type JsonObject = { [key: string]: unknown };

const inComponents = (name: string) => `#/components/schemas/${name}`;

/** SchemaWriter writes zod schemas as JSON Schema 2020-12; the named ones become references. */
export class SchemaWriter {
  readonly #named: Readonly<Record<string, z.ZodType>>;

  constructor(named: Readonly<Record<string, z.ZodType>>) {
    this.#named = named;
  }

  /** components are all named schemas, by name. */
  components(): JsonObject {
    return this.#write(this.#named);
  }

  /** write gives one schema: a reference if it is a named one. */
  write(schema: z.ZodType): JsonObject {
    const name = Object.keys(this.#named).find((candidate) => this.#named[candidate] === schema);
    if (name !== undefined) return { $ref: inComponents(name) };
    return this.#write({ ...this.#named, Written: schema })['Written'] as JsonObject;
  }

  #write(schemas: Readonly<Record<string, z.ZodType>>): JsonObject {
    const registry = z.registry<{ id: string }>();
    for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
    const written = z.toJSONSchema(registry, { io: 'input', uri: inComponents, unrepresentable: 'any' });
    return Object.fromEntries(
      Object.entries(written.schemas).map(([id, { $schema: _dialect, $id: _address, ...rest }]) => [
        id,
        rest,
      ]),
    );
  }
}
