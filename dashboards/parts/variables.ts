import {
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableHide,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { datasource, datasourceUid } from './datasource.ts';

/** Variable: what a reader chooses at the top of a dashboard. */
export type Variable = QueryVariableBuilder | DatasourceVariableBuilder;

/** datasourceVariable: which Prometheus. */
export function datasourceVariable(): Variable {
  return new DatasourceVariableBuilder('datasource')
    .label('Data source')
    .type('prometheus')
    .current({ selected: true, text: 'Prometheus', value: datasourceUid });
}

/** severalOf: any number of the values that a label has, all of them unless the reader chooses. */
export function severalOf(name: string, label: string, query: string, about: string): QueryVariableBuilder {
  return chosen(name, label, query, about)
    .multi(true)
    .includeAll(true)
    .current({ selected: true, text: ['All'], value: ['$__all'] })
    .sort(VariableSort.AlphabeticalAsc);
}

/** anyOf is severalOf where "all" is whatever there is, such as replicas that come while one looks. */
export function anyOf(name: string, label: string, query: string, about: string): Variable {
  return severalOf(name, label, query, about).allValue('.+');
}

/** latestOf: one of the values that a label has, the one that sorts last unless the reader chooses. */
export function latestOf(name: string, label: string, query: string, about: string): Variable {
  return chosen(name, label, query, about).sort(VariableSort.AlphabeticalDesc);
}

/**
 * latestOfAll: one of the values that a label has in what an expression gives, whatever the time range, the one that
 * sorts last unless the reader chooses.
 */
export function latestOfAll(name: string, label: string, by: string, expr: string, about: string): Variable {
  return chosen(name, label, `query_result(${expr})`, about)
    .regex(`/[{,]${by}="([^"]+)"/`)
    .sort(VariableSort.AlphabeticalDesc);
}

/** firstOfAll is latestOfAll in the order in which the expression gives them, the first unless the reader chooses. */
export function firstOfAll(name: string, label: string, by: string, expr: string, about: string): Variable {
  return chosen(name, label, `query_result(${expr})`, about)
    .regex(`/[{,]${by}="([^"]+)"/`)
    .sort(VariableSort.Disabled);
}

/** computed: a number that Prometheus computes, which the reader does not see; 0 until it has answered. */
export function computed(name: string, expr: string, about: string): Variable {
  return chosen(name, name, `query_result(${expr})`, about)
    .regex('/\\}\\s+(-?\\d+)/')
    .current({ selected: true, text: '0', value: '0' })
    .hide(VariableHide.HideVariable);
}

function chosen(name: string, label: string, query: string, about: string): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(label)
    .description(about)
    .datasource(datasource)
    .query({ query, refId: `variable-${name}` })
    .definition(query)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .allowCustomValue(false);
}
