import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Figure } from '../../../../load/model/figure.ts';
import { figureText } from '../../text/figure-text.ts';
import { byGroup, groupTitles } from '../../text/groups.ts';
import { FigureTable } from '../components/figure-table.ts';
import { Section } from '../components/section.ts';
import { VerdictChip } from '../components/verdict-chip.ts';
import type { PageSection } from './page-section.ts';

/** headlines: the figure that stands for its group, the first that was measured. */
const headlines = [
  'latency.response_time.p99',
  'latency.response_time.p90',
  'latency.response_time.p50',
  'memory.rss.under_load',
  'startup.spawn_to_ready.p50',
  'shutdown.lost_requests',
  'bookings.oversold_seats',
];

const unbelieved =
  'A guard says that this measurement cannot be believed; its figures and verdicts are shown for diagnosis only.';

/** keyFigures: one card for each group, then every figure with spread, budget and verdict. */
export const keyFigures: PageSection = {
  id: 'figures',
  nav: 'Figures',
  shownFor: () => true,
  Content: ({ result, shown }) => {
    const groups = byGroup(result.figures);
    return html`<${Section} id="figures" title="Key figures">
      ${groups.length === 0 ? html`<p class="missing">No figure was measured.</p>` : null}
      ${result.state === 'invalid' ? html`<p class="missing">${unbelieved}</p>` : null}
      <div class="cards">${groups.map((one) => html`<${Card} ...${one} shown=${shown} />`)}</div>
      ${groups.length === 0 ? null : html`<${FigureTable} groups=${groups} />`}
    <//>`;
  },
};

/** details: where the details of a group of figures stand, the first section that the page has. */
const details: Record<Figure['group'], readonly string[]> = {
  latency: ['latency', 'rates', 'observer'],
  memory: ['memory'],
  startup: ['startup'],
  shutdown: ['shutdown'],
  'scale-out': ['scale-out'],
  bookings: ['bookings'],
};

function hrefOf(group: Figure['group'], shown: ReadonlySet<string>): string {
  return `#${details[group].find((id) => shown.has(id)) ?? 'figures'}`;
}

function Card(props: {
  group: Figure['group'];
  members: readonly Figure[];
  shown: ReadonlySet<string>;
}): VNode {
  const figure = headlineOf(props.members);
  const text = figureText(figure);
  const spread = text.interval === '' ? text.range : text.interval;
  return html`<a class="card" href=${hrefOf(props.group, props.shown)}>
    <span class="card-group">${groupTitles[props.group]}</span>
    <span class="card-value ${figure.value === null ? 'card-none' : ''}"
      >${text.value}${text.unit === '' ? null : html`<span class="unit"> ${text.unit}</span>`}</span
    >
    <span class="card-title">${figure.title}</span>
    <span class="card-spread">${spread === '' ? text.count : spread}</span>
    <span class="card-budget">
      ${text.budget === '' ? 'no budget' : text.budget}
      <${VerdictChip} verdict=${figure.verdict} />
    </span>
  </a>`;
}

function headlineOf(figures: readonly Figure[]): Figure {
  const measured = figures.filter(({ value }) => value !== null);
  const choice = measured.length === 0 ? figures : measured;
  const named = headlines.flatMap((name) => choice.filter((figure) => figure.name === name));
  // Of throughputs at rising numbers of replicas the last says most.
  const scaled = choice.findLast(({ name }) => name.startsWith('scale_out.throughput.'));
  return (named[0] ?? scaled ?? choice[0]) as Figure;
}
