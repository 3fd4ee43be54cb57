// prom-client types only the function that makes all of its default metrics at once.
declare module 'prom-client/lib/metrics/*.js' {
  import type { Registry } from 'prom-client';

  const makeMetric: (registry: Registry) => void;
  export default makeMetric;
}
