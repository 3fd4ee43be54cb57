import { request } from 'undici';
import { z } from 'zod';
import { datasourceUid } from '../parts/datasource.ts';
import type { QueryApi, Series, Span } from './prometheus-api.ts';

const field = z.looseObject({ labels: z.record(z.string(), z.string()).optional() });
const frame = z.object({
  schema: z.object({ fields: z.array(field) }),
  // Numbers that JSON has not, such as NaN, are null.
  data: z.object({ values: z.array(z.array(z.number().nullable())) }),
});
const answerSchema = z.object({
  results: z.object({ A: z.object({ error: z.string().optional(), frames: z.array(frame).optional() }) }),
});
const labelValuesSchema = z.object({ data: z.array(z.string()) });

/** GrafanaApi asks Prometheus through Grafana, as Grafana's pages do for somebody who has not signed in. */
export class GrafanaApi implements QueryApi {
  readonly #base: string;

  constructor(base: string) {
    this.#base = base;
  }

  at(expr: string, atSeconds: number): Promise<readonly Series[]> {
    return this.#query({ expr, instant: true }, { fromSeconds: atSeconds, toSeconds: atSeconds }, 1);
  }

  over(expr: string, span: Span, stepSeconds: number): Promise<readonly Series[]> {
    return this.#query({ expr, range: true }, span, stepSeconds);
  }

  async labelValues(label: string, selector: string, span: Span): Promise<readonly string[]> {
    const given = { 'match[]': selector, start: `${span.fromSeconds}`, end: `${span.toSeconds}` };
    const path = `/api/datasources/uid/${datasourceUid}/resources/api/v1/label/${label}/values`;
    const found = await this.#ask(`${path}?${new URLSearchParams(given).toString()}`);
    return labelValuesSchema.parse(found).data;
  }

  async #query(what: object, span: Span, stepSeconds: number): Promise<readonly Series[]> {
    const datasource = { type: 'prometheus', uid: datasourceUid };
    const points = Math.ceil((span.toSeconds - span.fromSeconds) / stepSeconds) + 1;
    const query = { refId: 'A', datasource, intervalMs: stepSeconds * 1000, maxDataPoints: points, ...what };
    const { A } = answerSchema.parse(
      await this.#ask('/api/ds/query', {
        queries: [query],
        from: `${Math.round(span.fromSeconds * 1000)}`,
        to: `${Math.round(span.toSeconds * 1000)}`,
      }),
    ).results;
    if (A.error !== undefined) throw new Error(A.error);
    return (A.frames ?? []).flatMap(seriesOf);
  }

  async #ask(path: string, order?: object): Promise<unknown> {
    const { statusCode, body } = await request(`${this.#base}${path}`, {
      method: order === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json' },
      ...(order && { body: JSON.stringify(order) }),
      headersTimeout: 10_000,
    });
    const text = await body.text();
    // A query that Prometheus refuses comes with 400, and says why in its result.
    if (statusCode === 200 || text.startsWith('{"results"')) return JSON.parse(text) as unknown;
    throw new Error(`Grafana answers ${statusCode}: ${text.slice(0, 200)}`);
  }
}

/** seriesOf: a frame is a column of times in milliseconds, and one of values for each series. */
function seriesOf({ schema, data }: z.infer<typeof frame>): Series[] {
  const [times = [], ...columns] = data.values;
  return columns.map((column, index) => ({
    labels: schema.fields[index + 1]?.labels ?? {},
    values: column.map((value, row) => [(times[row] ?? 0) / 1000, value ?? Number.NaN] as const),
  }));
}
