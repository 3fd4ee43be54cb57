import { ownSamples } from '../../../load/model/own-metrics-samples.ts';
import type { Renderer } from '../renderer.ts';
import { exposition } from './exposition.ts';

/**
 * openmetrics: the run on Prometheus' time axis, for `promtool tsdb create-blocks-from openmetrics`. The names are in
 * load/model/own-metrics.ts.
 */
export const openmetrics: Renderer = {
  name: 'openmetrics',
  fileName: 'metrics.om',
  render: (result) => exposition(ownSamples(result)),
};
