import { z } from 'zod';

/** What Grafana's file provisioning takes, as far as we rely on it: classic JSON, not the v2 resources. */
const prometheusRef = z.strictObject({ type: z.literal('prometheus'), uid: z.literal('${datasource}') });

const targetSchema = z.looseObject({
  refId: z.string().regex(/^[A-Z]$/),
  expr: z.string().min(1),
  legendFormat: z.string(),
  format: z.enum(['time_series', 'heatmap', 'table']),
  datasource: prometheusRef,
  instant: z.boolean().optional(),
  range: z.boolean().optional(),
  exemplar: z.boolean().optional(),
});

const gridPosSchema = z.strictObject({
  x: z.int().min(0).max(23),
  y: z.int().min(0),
  w: z.int().min(1).max(24),
  h: z.int().min(1),
});

const drawnPanelSchema = z.looseObject({
  id: z.int().positive(),
  type: z.enum(['timeseries', 'stat', 'heatmap', 'table', 'bargauge', 'state-timeline']),
  title: z.string().min(1),
  description: z.string().optional(),
  gridPos: gridPosSchema,
  datasource: prometheusRef.optional(),
  targets: z.array(targetSchema).optional(),
  options: z.looseObject({ legend: z.looseObject({}).optional() }).optional(),
  fieldConfig: z
    .looseObject({ defaults: z.looseObject({ unit: z.string().optional(), noValue: z.string().optional() }) })
    .optional(),
});
export type DrawnPanel = z.infer<typeof drawnPanelSchema>;

const rowSchema = z.looseObject({
  id: z.int().positive(),
  type: z.literal('row'),
  title: z.string().min(1),
  collapsed: z.boolean(),
  gridPos: gridPosSchema,
  panels: z.array(z.never()),
});

const panelSchema = z.union([rowSchema, drawnPanelSchema]);

const queryVariableSchema = z.looseObject({
  type: z.literal('query'),
  name: z.string(),
  label: z.string(),
  datasource: prometheusRef,
  query: z.strictObject({ query: z.string().min(1), refId: z.string() }),
  refresh: z.int().min(0).max(2),
  regex: z.string().optional(),
  sort: z.int().optional(),
  multi: z.boolean().optional(),
  includeAll: z.boolean().optional(),
  allValue: z.string().optional(),
});
export type QueryVariable = z.infer<typeof queryVariableSchema>;

const variableSchema = z.discriminatedUnion('type', [
  queryVariableSchema,
  z.looseObject({
    type: z.literal('datasource'),
    name: z.string(),
    label: z.string(),
    query: z.literal('prometheus'),
  }),
]);

const annotationSchema = z.looseObject({
  name: z.string().min(1),
  datasource: prometheusRef,
  enable: z.boolean(),
  expr: z.string().min(1),
  step: z.string(),
  titleFormat: z.string(),
  textFormat: z.string(),
  useValueForTime: z.boolean(),
});

/**
 * dashboardSchema: a classic dashboard. A bare v2 document (`apiVersion`, `spec`) or one wrapped for the HTTP API
 * (`dashboard`, `overwrite`) is refused by file provisioning, and so it is here.
 */
export const dashboardSchema = z
  .looseObject({
    uid: z.string().regex(/^[a-zA-Z0-9_-]{1,40}$/),
    title: z.string().min(1),
    description: z.string(),
    id: z.null().optional(),
    editable: z.boolean(),
    schemaVersion: z.int().min(36),
    tags: z.array(z.string()),
    time: z.strictObject({ from: z.string(), to: z.string() }),
    refresh: z.string(),
    panels: z.array(panelSchema),
    templating: z.looseObject({ list: z.array(variableSchema) }),
    annotations: z.looseObject({ list: z.array(annotationSchema) }),
    links: z.array(z.looseObject({ title: z.string(), type: z.enum(['link', 'dashboards']) })),
  })
  .refine((dashboard) => !('apiVersion' in dashboard) && !('dashboard' in dashboard), {
    error: 'classic JSON has neither apiVersion nor dashboard at its top',
  });
export type ClassicDashboard = z.infer<typeof dashboardSchema>;

/** readDashboard reads what file provisioning would. Throws where it would not take it. */
export function readDashboard(text: string): ClassicDashboard {
  return dashboardSchema.parse(JSON.parse(text));
}

/** drawnPanels: the panels of a dashboard without the headings of its rows. */
export function drawnPanels({ panels }: Pick<ClassicDashboard, 'panels'>): readonly DrawnPanel[] {
  return panels.filter((panel): panel is DrawnPanel => panel.type !== 'row');
}
