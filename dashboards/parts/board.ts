import {
  DashboardBuilder,
  DashboardCursorSync,
  RowBuilder,
  type Dashboard,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { markerOf, type Marker } from './annotations.ts';
import { tag, toTheOthers } from './links.ts';
import type { PanelBuilder } from './panel.ts';
import { datasourceVariable, type Variable } from './variables.ts';

/** Row: panels under a heading, from left to right. */
export interface Row {
  readonly title: string;
  readonly panels: readonly PanelBuilder[];
}

/** BoardSpec: a dashboard of ours. */
export interface BoardSpec {
  /** uid: part of its address, so that it stays the same for good. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly variables: readonly Variable[];
  readonly markers: readonly Marker[];
  readonly rows: readonly Row[];
  /** from: where its time range begins. */
  readonly from?: string;
  /** still: it does not reload by itself. */
  readonly still?: true;
}

/** boardOf makes the classic JSON that Grafana's file provisioning takes. */
export function boardOf(spec: BoardSpec): Dashboard {
  const builder = new DashboardBuilder(spec.title)
    .uid(spec.uid)
    .description(spec.description)
    .tags([tag])
    .readonly()
    .tooltip(DashboardCursorSync.Crosshair)
    .timezone('browser')
    .time({ from: spec.from ?? 'now-15m', to: 'now' })
    .refresh(spec.still ? '' : '5s')
    .variables([datasourceVariable(), ...spec.variables])
    .annotations(spec.markers.map(markerOf))
    .links([toTheOthers()]);
  for (const { title, panels } of spec.rows) {
    builder.withRow(new RowBuilder(title));
    for (const panel of panels) builder.withPanel(panel);
  }
  return shown(numbered(builder.build()));
}

/** numbered: ids by position, so that a link to a panel holds as long as nothing is put before it. */
function numbered(dashboard: Dashboard): Dashboard {
  for (const [index, panel] of (dashboard.panels ?? []).entries()) panel.id = index + 1;
  return dashboard;
}

/** shown takes away the SDK's default, which hides links and markers' switches in a menu. */
function shown(dashboard: Dashboard): Dashboard {
  for (const item of [...(dashboard.links ?? []), ...(dashboard.annotations.list ?? [])])
    delete item.placement;
  return dashboard;
}
