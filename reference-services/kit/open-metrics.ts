import { type Metric, Registry } from 'prom-client';

type Values = Awaited<ReturnType<Metric['get']>>;

/**
 * openMetricsOf gives what prints a registry's metrics as OpenMetrics. To have the registry itself print them takes
 * `_total` off the names of its counters for good, also where they are printed as plain text.
 */
export function openMetricsOf(registry: Registry): Registry {
  const view = new Registry(Registry.OPENMETRICS_CONTENT_TYPE);
  for (const metric of registry.getMetricsAsArray() as unknown as Metric[])
    view.registerMetric(isCounter(metric) ? withoutTotal(metric) : metric);
  return view;
}

function isCounter(metric: Metric): boolean {
  return (metric as unknown as { type: string }).type === 'counter';
}

/** The format puts `_total` behind the values of a counter, not behind its name. */
function withoutTotal(metric: Metric): Metric {
  const { name: whole } = metric as unknown as { name: string };
  const name = whole.replace(/_total$/, '');
  const get = async (): Promise<Values> => ({ ...(await metric.get()), name });
  return { name, type: 'counter', get } as unknown as Metric;
}
