import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type { Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { datasource } from './datasource.ts';
import { emptyText } from './empty-text.ts';
import { targetOf, type Query } from './query.ts';

/** Unit: how Grafana writes a value; base units only, so that seconds are seconds and shares are from 0 to 1. */
export type Unit =
  | 's'
  | 'bytes'
  | 'percentunit'
  | 'reqps'
  | 'ops'
  | 'cps'
  | 'short'
  | 'dateTimeAsIso'
  | 'bool_yes_no';

/** PanelSpec: what every panel says, whatever draws it. */
export interface PanelSpec {
  readonly title: string;
  /** description: what is seen, and what to do about it. */
  readonly description: string;
  readonly unit: Unit;
  readonly queries: readonly Query[];
  /** empty: why there may be nothing to see; as its queries rest on something, unless it is given. */
  readonly empty?: string;
  /** width of 24 columns, height of about 30 pixels each. */
  readonly width?: number;
  readonly height?: number;
}

/** PanelBuilder: a panel of the SDK that is not built yet. */
export type PanelBuilder = Builder<Panel>;

interface Plain {
  title(title: string): this;
  description(description: string): this;
  datasource(ref: { type: string; uid: string }): this;
  unit(unit: string): this;
  noValue(text: string): this;
  span(width: number): this;
  height(height: number): this;
  withTarget(target: Builder<Dataquery>): this;
}

/** dressed gives a panel what every panel has. */
export function dressed<B extends Plain>(builder: B, spec: PanelSpec): B {
  builder.title(spec.title).description(spec.description).datasource(datasource).unit(spec.unit);
  builder.noValue(spec.empty === undefined ? emptyText(spec.queries) : `No data: ${spec.empty}`);
  builder.span(spec.width ?? 8).height(spec.height ?? 9);
  for (const [index, query] of spec.queries.entries()) builder.withTarget(targetOf(query, index));
  return builder;
}
