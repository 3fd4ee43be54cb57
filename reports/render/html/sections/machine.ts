import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { percentText } from '../../text/cells.ts';
import { formatClock } from '../../text/duration.ts';
import { formatShort } from '../../text/number.ts';
import { machineChart } from '../charts/machine-chart.ts';
import { ChartFrame } from '../components/chart-frame.ts';
import { Section } from '../components/section.ts';
import { ClosedTable } from '../components/text-tables.ts';
import type { PageSection } from './page-section.ts';
import { type Seen, seenOf } from './seen.ts';

const lead =
  'Context: the machine that generator, services and databases share. Cores that others keep busy, or that go to ' +
  'other guests of the host, make figures worse without the services being to blame.';

/** machine: how busy the cores were over the whole run, and who else used them. */
export const machine: PageSection = {
  id: 'machine',
  nav: 'Machine',
  shownFor: (result) => seenOf(result, 'machine').length > 0,
  Content: ({ result }) => {
    const seen = seenOf(result, 'machine');
    return html`<${Section} id="machine" title="Machine" lead=${lead}>
      <${Blind} seen=${seen} />
      <${ChartFrame} title="Cores kept busy over the run" spec=${machineChart(seen)} />
      <${ClosedTable} table=${{ caption: 'the machine over time', headings, rows: seen.flatMap(rowsOf) }} />
      <${Jumps} seen=${seen} />
    <//>`;
  },
};

const headings = ['At', 'Experiment', '#Busy, all cores', '#Stolen', '#Cores used by others'];

function rowsOf({ experiment, observation }: Seen<'machine'>): string[][] {
  return observation.points.map(({ atMs, busyShare, stealShare, foreignCores }) => [
    formatClock(atMs),
    experiment.title,
    percentText(busyShare),
    percentText(typeof observation.stealBlind === 'string' ? null : stealShare),
    formatShort(foreignCores),
  ]);
}

function Blind({ seen }: { seen: readonly Seen<'machine'>[] }): VNode {
  const missing = seen.flatMap(({ observation: { blind, stealBlind } }) => [
    ...(blind === null ? [] : [`What others used cannot be seen here: ${blind}.`]),
    ...(typeof stealBlind === 'string' ? [`Stolen time cannot be seen here: ${stealBlind}.`] : []),
  ]);
  return html`<div>
    ${[...new Set(missing)].map((sentence) => html`<p class="missing">${sentence}</p>`)}
  </div>`;
}

function Jumps({ seen }: { seen: readonly Seen<'machine'>[] }): VNode | null {
  const jumps = seen.flatMap(({ observation }) => observation.clockJumps);
  if (jumps.length === 0) return null;
  return html`<ul>
    ${jumps.map(({ atMs, byMs }) => html`<li>At ${formatClock(atMs)} the wall clock was set ${byMs > 0 ? 'forward' : 'back'} by ${formatShort(Math.abs(byMs) / 1000)} s.</li>`)}
  </ul>`;
}
