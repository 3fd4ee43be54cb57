import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Experiment, Marker } from '../../../../load/model/result.ts';
import { formatClock } from '../../text/duration.ts';
import type { TimeRange } from '../charts/time-range.ts';

/** Life: when a replica was asked for, ready, signalled and gone; undefined where it was so before or never. */
interface Life {
  readonly replica: string;
  readonly requestedAtMs: number | undefined;
  readonly readyAtMs: number | undefined;
  readonly signalledAtMs: number | undefined;
  readonly exitedAtMs: number | undefined;
}

/** Lanes: the lives of replicas as bars over the same time axis as the charts below them. */
export function Lanes({ experiment, range }: { experiment: Experiment; range: TimeRange }): VNode | null {
  const lives = livesOf(experiment.markers);
  const phases = experiment.markers.filter(({ kind }) => kind === 'phase' || kind === 'scale');
  if (lives.length === 0) return null;
  return html`<div
    class="lanes"
    role="img"
    aria-label="Replicas over time; the table of events below says the same"
  >
    <div class="lane lane-phases">
      ${phases.map((phase, i) => {
        const until = phases[i + 1]?.atMs ?? range.toMs;
        return html`<span
          class="phase"
          style=${place(range, phase.atMs, until)}
          title="${phase.label} at ${formatClock(phase.atMs)}"
        >
          ${phase.label}
        </span>`;
      })}
    </div>
    ${lives.map((life) => html`<${Lane} range=${range} life=${life} />`)}
    <p class="lane-key" aria-hidden="true">
      <span class="key key-starting"></span>starting <span class="key key-ready"></span>ready
      <span class="key key-draining"></span>draining
    </p>
  </div>`;
}

function Lane({ range, life }: { range: TimeRange; life: Life }): VNode {
  const ready = life.readyAtMs ?? life.requestedAtMs ?? range.fromMs;
  const end = life.exitedAtMs ?? range.toMs;
  const signalled = life.signalledAtMs ?? end;
  const bars = [
    { state: 'starting', from: life.requestedAtMs ?? ready, to: ready },
    { state: 'ready', from: ready, to: signalled },
    { state: 'draining', from: signalled, to: end },
  ].filter(({ from, to }) => to > from);
  return html`<div class="lane">
    ${bars.map(
      ({ state, from, to }) =>
        html`<span
          class="bar bar-${state}"
          style=${place(range, from, to)}
          title="${life.replica}: ${state} from ${formatClock(from)} to ${formatClock(to)}"
        ></span>`,
    )}
    <span class="lane-name" style=${place(range, ready, range.toMs)}>${life.replica}</span>
  </div>`;
}

function livesOf(markers: readonly Marker[]): Life[] {
  const replicas = [...new Set(markers.flatMap(({ replica }) => replica ?? []))].sort((a, b) =>
    a.length === b.length ? Number(a > b) - Number(a < b) : a.length - b.length,
  );
  return replicas.map((replica) => {
    const at = (kind: Marker['kind']) => markers.find((m) => m.replica === replica && m.kind === kind)?.atMs;
    return {
      replica,
      requestedAtMs: at('replica-requested'),
      readyAtMs: at('replica-ready'),
      signalledAtMs: at('replica-signalled'),
      exitedAtMs: at('replica-exited'),
    };
  });
}

function place({ fromMs, toMs }: TimeRange, startMs: number, endMs: number): string {
  const share = (ms: number) => (100 * (Math.min(toMs, Math.max(fromMs, ms)) - fromMs)) / (toMs - fromMs);
  return `left:${share(startMs).toFixed(3)}%;width:${(share(endMs) - share(startMs)).toFixed(3)}%`;
}
