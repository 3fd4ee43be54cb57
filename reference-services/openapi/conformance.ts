import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { type Document, type DocumentName, documents } from './documents.ts';

/** Seen is one answer as a client saw it. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly contentType: string | null;
  readonly body: unknown;
}

interface Response {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}
type Operation = { readonly responses: Readonly<Record<string, Response & { readonly $ref?: string }>> };

/** Conformance holds answers of a service against its document. */
export class Conformance {
  readonly #document: Document;
  readonly #patterns: readonly (readonly [RegExp, string])[];
  readonly #ajv = new Ajv2020({ strict: false });
  readonly #validators = new Map<object, ValidateFunction>();

  constructor(name: DocumentName) {
    this.#document = documents[name]();
    this.#patterns = Object.keys(this.#document.paths).map((path) => [
      new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
      path,
    ]);
    addFormats.default(this.#ajv);
    this.#ajv.addSchema(this.#document, 'document');
  }

  /** check throws when the document does not have such an answer. What no operation describes is not judged. */
  check({ method, url, status, contentType, body }: Seen): void {
    const { pathname } = new URL(url);
    const path = this.#patterns.find(([pattern]) => pattern.test(pathname))?.[1] ?? '';
    const operation = this.#document.paths[path]?.[method.toLowerCase()] as Operation | undefined;
    if (!operation) return;
    const told = `${method} ${path} was answered ${status}`;
    const response = this.#resolved(operation.responses[status]);
    if (!response) throw new Error(`${told}, which its document does not have: declare it.`);
    const mediaType = contentType?.split(';', 1)[0];
    if (!response.content && mediaType === undefined) return;
    const schema = response.content?.[mediaType ?? '']?.schema;
    if (!schema) throw new Error(`${told} as ${contentType}, which its document does not have.`);
    const validate = this.#validatorOf(schema);
    if (!validate(body))
      throw new Error(
        `${told} with a body its document does not allow: ${this.#ajv.errorsText(validate.errors)}`,
      );
  }

  #resolved(response: Operation['responses'][string] | undefined): Response | undefined {
    const name = response?.$ref?.split('/').at(-1);
    if (name === undefined) return response;
    const { responses } = this.#document['components'] as { responses: Record<string, Response> };
    return responses[name];
  }

  #validatorOf(schema: object): ValidateFunction {
    const known = this.#validators.get(schema);
    if (known) return known;
    const absolute = JSON.parse(
      JSON.stringify(schema).replaceAll('"#/components/', '"document#/components/'),
    ) as object;
    const made = this.#ajv.compile(absolute);
    this.#validators.set(schema, made);
    return made;
  }
}
