import type { DataTransformerConfig } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { dressed, type PanelSpec } from './panel.ts';

/** TableSpec: the present values as rows. */
export interface TableSpec extends PanelSpec {
  /** columns: the labels that become columns, in order, by the name that is shown. */
  readonly columns: Readonly<Record<string, string>>;
  /** values: what the value of each query is called, in their order; none where the labels say it all. */
  readonly values: readonly string[];
  /** units of single columns, by the name that is shown, where they differ from the panel's. */
  readonly units?: Readonly<Record<string, string>>;
  /** links from the cells of a column, by its shown name: where a click leads. */
  readonly links?: Readonly<Record<string, { readonly title: string; readonly url: string }>>;
}

/** narrowPx: of a column, so that several fit into a panel. */
const narrowPx = 60;
/** figurePx: names of figures are long. */
const figurePx = 240;

/** table shows the present values of its queries, joined by their labels. */
export function table(spec: TableSpec): PanelBuilder {
  const panel = dressed(new PanelBuilder(), spec)
    .filterable(true)
    .minWidth(narrowPx)
    .transformations(transformations(spec));
  // The panel's unit is that of the values; Grafana would write a label as a number or a time as well.
  for (const name of Object.values(spec.columns)) {
    const width = name === 'figure' ? [{ id: 'custom.width', value: figurePx }] : [];
    panel.overrideByName(name, [{ id: 'unit', value: 'string' }, ...width]);
  }
  // A row without one of the values is no empty table: a share of nothing, for example.
  for (const name of spec.values) panel.overrideByName(name, [{ id: 'noValue', value: '–' }]);
  for (const [name, unit] of Object.entries(spec.units ?? {})) {
    panel.overrideByName(name, [{ id: 'unit', value: unit }]);
  }
  for (const [name, link] of Object.entries(spec.links ?? {})) {
    panel.overrideByName(name, [{ id: 'links', value: [link] }]);
  }
  return panel;
}

function transformations({ columns, values }: TableSpec): DataTransformerConfig[] {
  const shown = Object.keys(columns);
  // Grafana calls the value of query A "Value #A" where there are several queries, and "Value" where there is one.
  const valueName = (index: number) =>
    values.length === 1 ? 'Value' : `Value #${String.fromCodePoint(65 + index)}`;
  const named = Object.fromEntries(values.map((name, index) => [valueName(index), name]));
  return [
    { id: 'merge', options: {} },
    { id: 'filterFieldsByName', options: { include: { names: [...shown, ...Object.keys(named)] } } },
    {
      id: 'organize',
      options: {
        indexByName: Object.fromEntries(
          [...shown, ...Object.keys(named)].map((name, index) => [name, index]),
        ),
        renameByName: { ...columns, ...named },
      },
    },
  ];
}
