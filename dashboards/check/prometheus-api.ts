import { request } from 'undici';
import { z } from 'zod';

/** Series: labels and values over time; times are Unix seconds. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [atSeconds: number, value: number])[];
}

/** LoadedRule: a rule as Prometheus evaluates it. */
export interface LoadedRule {
  readonly kind: 'alerting' | 'recording';
  readonly name: string;
  readonly query: string;
  readonly health: string;
  readonly lastError: string | undefined;
}

const sample = z.tuple([z.number(), z.string()]);
const labels = z.record(z.string(), z.string());
const resultSchema = z.discriminatedUnion('resultType', [
  z.object({ resultType: z.literal('vector'), result: z.array(z.object({ metric: labels, value: sample })) }),
  z.object({
    resultType: z.literal('matrix'),
    result: z.array(z.object({ metric: labels, values: z.array(sample) })),
  }),
  z.object({ resultType: z.literal('scalar'), result: sample }),
]);
const rulesSchema = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          type: z.enum(['alerting', 'recording']),
          name: z.string(),
          query: z.string(),
          health: z.string(),
          lastError: z.string().optional(),
        }),
      ),
    }),
  ),
});
const answerSchema = z.object({ status: z.string(), error: z.string().optional(), data: z.unknown() });

/** Span: a stretch of time in Unix seconds. */
export interface Span {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** QueryApi: what answers the queries of a dashboard. Its methods reject with what the server said. */
export interface QueryApi {
  /** at: the values of an expression at a moment. */
  at(expr: string, atSeconds: number): Promise<readonly Series[]>;
  /** over: the values of an expression over a time, a step apart. */
  over(expr: string, span: Span, stepSeconds: number): Promise<readonly Series[]>;
  /** labelValues: the values of a label of what a selector selects. */
  labelValues(label: string, selector: string, span: Span): Promise<readonly string[]>;
}

/** PrometheusApi asks a Prometheus server what Grafana would ask it. Its methods reject with what the server said. */
export class PrometheusApi implements QueryApi {
  readonly #base: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(base: string, login?: { readonly user: string; readonly password: string }) {
    this.#base = base;
    this.#headers =
      login === undefined
        ? {}
        : { authorization: `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}` };
  }

  /** isReady tells whether it answers queries already. */
  async isReady(): Promise<boolean> {
    try {
      const { statusCode, body } = await request(`${this.#base}/-/ready`, { headers: this.#headers });
      await body.dump();
      return statusCode === 200;
    } catch {
      return false;
    }
  }

  async at(expr: string, atSeconds: number): Promise<readonly Series[]> {
    return seriesOf(await this.#ask('query', { query: expr, time: `${atSeconds}` }));
  }

  async over(
    expr: string,
    { fromSeconds, toSeconds }: Span,
    stepSeconds: number,
  ): Promise<readonly Series[]> {
    const span = { start: `${fromSeconds}`, end: `${toSeconds}`, step: `${stepSeconds}` };
    return seriesOf(await this.#ask('query_range', { query: expr, ...span }));
  }

  async labelValues(
    label: string,
    selector: string,
    { fromSeconds, toSeconds }: Span,
  ): Promise<readonly string[]> {
    const given = { 'match[]': selector, start: `${fromSeconds}`, end: `${toSeconds}` };
    return z.array(z.string()).parse(await this.#ask(`label/${label}/values`, given));
  }

  /** rules: those that it evaluates. */
  async rules(): Promise<readonly LoadedRule[]> {
    const { groups } = rulesSchema.parse(await this.#ask('rules', {}));
    return groups.flatMap(({ rules }) =>
      rules.map(({ type, name, query, health, lastError }) => ({
        kind: type,
        name,
        query,
        health,
        lastError,
      })),
    );
  }

  async #ask(path: string, parameters: Readonly<Record<string, string>>): Promise<unknown> {
    const url = `${this.#base}/api/v1/${path}?${new URLSearchParams(parameters).toString()}`;
    const { statusCode, body } = await request(url, { headers: this.#headers, headersTimeout: 10_000 });
    const text = await body.text();
    const answer = answerSchema.safeParse(jsonOr(text));
    if (answer.data?.status === 'success') return answer.data.data;
    throw new Error(answer.data?.error ?? `status ${statusCode}: ${text.slice(0, 200)}`);
  }
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function seriesOf(found: unknown): readonly Series[] {
  const { resultType, result } = resultSchema.parse(found);
  if (resultType === 'scalar') return [{ labels: {}, values: [numbers(result)] }];
  if (resultType === 'vector') {
    return result.map(({ metric, value }) => ({ labels: metric, values: [numbers(value)] }));
  }
  return result.map(({ metric, values }) => ({ labels: metric, values: values.map(numbers) }));
}

function numbers([atSeconds, text]: readonly [number, string]): readonly [number, number] {
  return [atSeconds, { '+Inf': Infinity, '-Inf': -Infinity }[text] ?? Number(text)];
}
