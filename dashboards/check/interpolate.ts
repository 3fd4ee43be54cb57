/** Values: of the variables of a dashboard, by name, as Grafana writes them into a query. */
export type Values = Readonly<Record<string, string>>;

const reference = /\$(?:\{(\w+)(?::\w+)?\}|(\w+))/g;

/** interpolate writes values in place of `$name` and `${name}`. Throws for a name that has no value. */
export function interpolate(text: string, values: Values): string {
  return text.replace(reference, (_, braced: string | undefined, plain: string | undefined) => {
    const name = braced ?? plain ?? '';
    const value = values[name];
    if (value === undefined) throw new Error(`$${name} is no variable of this dashboard: ${text}`);
    return value;
  });
}

/** timeValues: Grafana's own variables, for a time range and a scrape interval in seconds. */
export function timeValues(rangeSeconds: number, scrapeSeconds: number): Values {
  return {
    // Four scrapes, so that one that fails leaves two to take a rate from.
    __rate_interval: `${scrapeSeconds * 4}s`,
    __interval: `${scrapeSeconds}s`,
    __range: `${rangeSeconds}s`,
    __range_s: `${rangeSeconds}`,
    __range_ms: `${rangeSeconds * 1000}`,
  };
}
