import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { LoadObservation } from '../../../../load/model/load-observation.ts';
import type { Experiment } from '../../../../load/model/result.ts';
import { formatDuration } from '../../text/duration.ts';
import { formatFixed, formatNumber, formatShort } from '../../text/number.ts';
import { Course } from './course.ts';
import { LedgerTable } from './ledger-table.ts';
import { Percentiles } from './percentiles.ts';

interface LoadProps {
  readonly experiment: Experiment;
  readonly load: LoadObservation;
}

/** SteadyLoad: what was offered, its percentiles, its course over time, and what became of each request. */
export function SteadyLoad({ experiment, load }: LoadProps): VNode {
  return html`<div class="load">
    <${Offered} load=${load} />
    <${Percentiles} load=${load} />
    <${Course} experiment=${experiment} load=${load} />
    <${LedgerTable} load=${load} />
  </div>`;
}

/** DisturbedLoad: the course first, because that is what the disturbance is seen in; of a control nothing but its losses. */
export function DisturbedLoad({ experiment, load }: LoadProps): VNode {
  return html`<div class="load">
    <${Offered} load=${load} />
    <${Course} experiment=${experiment} load=${load} />
    <${LedgerTable} load=${load} />
    ${experiment.control ? null : html`<${Percentiles} load=${load} />`}
  </div>`;
}

function Offered({ load }: { load: LoadObservation }): VNode {
  return html`<p class="offered">${scheduleText(load)}: ${yieldText(load)}</p>`;
}

function scheduleText({ load, scenario, engine }: LoadObservation): string {
  if (load.model === 'closed')
    return `${scenario} on ${formatShort(load.connections)} connections, each waits for its answer (closed model, ${engine})`;
  const spacing = { uniform: 'uniform', poisson: 'Poisson' }[load.arrivals];
  return `${formatShort(load.ratePerSecond)} × ${scenario} per second (open model, ${spacing} arrivals, ${engine})`;
}

function yieldText(load: LoadObservation): string {
  const { measured, measuredFromMs, startedAtMs, stopped } = load;
  const warmUpMs = measuredFromMs - startedAtMs;
  const parts = [
    `${formatNumber(measured.offeredRps, 4)} requests/s offered, ${formatNumber(measured.achievedRps, 4)} achieved,`,
    `${formatFixed(measured.ledger.ok, 0)} answers in ${formatDuration(measured.durationMs)}`,
    warmUpMs > 0 ? `after ${formatDuration(warmUpMs)} of warm-up${endOfWarmUp(load)}.` : 'without warm-up.',
    stopped === 'died' ? 'The load generator died before its time.' : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** endOfWarmUp: why it ended there, where a rule decided. */
function endOfWarmUp({ warmUpEnd }: LoadObservation): string {
  if (warmUpEnd === undefined) return '';
  const how = warmUpEnd.steady
    ? 'which ended because the load was steady'
    : 'which ended at its limit, not steady';
  return `, ${how} (${warmUpEnd.reason.replace(/\.$/, '')})`;
}
