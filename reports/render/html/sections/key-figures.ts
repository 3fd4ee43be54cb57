import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Figure } from '../../../../load/model/figure.ts';
import type { RunResult } from '../../../../load/model/result.ts';
import { figureText } from '../../text/figure-text.ts';
import { byGroup, groupTitles } from '../../text/groups.ts';
import { FigureTable } from '../components/figure-table.ts';
import { Missing, Section } from '../components/section.ts';
import { VerdictChip } from '../components/verdict-chip.ts';
import { whyMissing } from './why-missing.ts';

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

const cardTitles: Record<Figure['group'], string> = { ...groupTitles, shutdown: 'Graceful shutdown' };

/** KeyFigures: one card for each group, then every figure with spread, budget and verdict. */
export function KeyFigures({ result }: { result: RunResult }): VNode {
  const groups = byGroup(result.figures);
  if (groups.length === 0) {
    return html`<${Section} id="figures" title="Key figures">
      <${Missing} what="No figure" because=${whyMissing(result)} />
    <//>`;
  }
  return html`<${Section} id="figures" title="Key figures">
    ${result.state === 'invalid' ? html`<p class="missing">${unbelieved}</p>` : null}
    <div class="cards">
      ${groups.map(({ group, figures }) => html`<${Card} group=${group} figures=${figures} />`)}
    </div>
    <${FigureTable} groups=${groups} />
  <//>`;
}

function Card(props: { group: Figure['group']; figures: readonly Figure[] }): VNode {
  const figure = headlineOf(props.figures);
  const text = figureText(figure);
  const spread = text.interval === '' ? text.range : text.interval;
  return html`<a class="card" href="#${props.group}">
    <span class="card-group">${cardTitles[props.group]}</span>
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
  return (named[0] ?? choice[0]) as Figure;
}
