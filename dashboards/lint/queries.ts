import { drawnPanels, type ClassicDashboard } from '../classic-json.ts';
import { interpolate, timeValues, type Values } from '../check/interpolate.ts';

/** PanelQuery: one query of one panel, as it stands and with its variables filled in. */
export interface PanelQuery {
  readonly panel: string;
  readonly expr: string;
  readonly resolved: string;
}

/** writtenQueries: every query of every panel as it stands. */
export function writtenQueries(dashboard: ClassicDashboard): readonly Omit<PanelQuery, 'resolved'>[] {
  return drawnPanels(dashboard).flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({ panel: title, expr })),
  );
}

/** panelQueries: every query of every panel. Throws for a variable that the dashboard has not. */
export function panelQueries(dashboard: ClassicDashboard): readonly PanelQuery[] {
  const values = anyValues(dashboard);
  return writtenQueries(dashboard).map((query) => ({ ...query, resolved: interpolate(query.expr, values) }));
}

/** otherQueries: those of annotations and of the variables that Prometheus computes. */
export function otherQueries(dashboard: ClassicDashboard): readonly PanelQuery[] {
  const values = anyValues(dashboard);
  const annotations = dashboard.annotations.list.map(({ name, expr }) => ({ panel: name, expr }));
  const computed = dashboard.templating.list.flatMap((variable) => {
    const expr =
      variable.type === 'query' ? /^query_result\((.*)\)$/s.exec(variable.query.query)?.[1] : undefined;
    return expr === undefined ? [] : [{ panel: `$${variable.name}`, expr }];
  });
  return [...annotations, ...computed].map((query) => ({
    ...query,
    resolved: interpolate(query.expr, values),
  }));
}

/** anyValues: a value for each variable, so that an expression can be read. */
function anyValues({ templating }: ClassicDashboard): Values {
  const own = templating.list.map(({ name }) => [name, '1'] as const);
  return { ...timeValues(900, 5), ...Object.fromEntries(own) };
}
