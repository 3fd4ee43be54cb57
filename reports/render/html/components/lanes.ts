import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Experiment, Marker } from '../../../../load/model/result.ts';
import { formatClock } from '../../text/duration.ts';

/** Life: when a replica was asked for, ready, signalled and gone; undefined where it was so before or never. */
interface Life {
  readonly replica: string;
  readonly requestedAtMs: number | undefined;
  readonly readyAtMs: number | undefined;
  readonly signalledAtMs: number | undefined;
  readonly exitedAtMs: number | undefined;
}

/** Lanes: the lives of replicas as bars over the same time axis as the charts below them. */
export function Lanes({ experiment }: { experiment: Experiment }): VNode | null {
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
        const until = phases[i + 1]?.atMs ?? experiment.endedAtMs;
        return html`<span
          class="phase"
          style=${place(experiment, phase.atMs, until)}
          title="${phase.label} at ${formatClock(phase.atMs)}"
        >
          ${phase.label}
        </span>`;
      })}
    </div>
    ${lives.map((life) => html`<${Lane} experiment=${experiment} life=${life} />`)}
    <p class="lane-key" aria-hidden="true">
      <span class="key key-starting"></span>starting <span class="key key-ready"></span>ready
      <span class="key key-draining"></span>draining
    </p>
  </div>`;
}

function Lane({ experiment, life }: { experiment: Experiment; life: Life }): VNode {
  const { startedAtMs, endedAtMs } = experiment;
  const ready = life.readyAtMs ?? life.requestedAtMs ?? startedAtMs;
  const end = life.exitedAtMs ?? endedAtMs;
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
          style=${place(experiment, from, to)}
          title="${life.replica}: ${state} from ${formatClock(from)} to ${formatClock(to)}"
        ></span>`,
    )}
    <span class="lane-name" style=${place(experiment, ready, endedAtMs)}>${life.replica}</span>
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

function place({ startedAtMs, endedAtMs }: Experiment, fromMs: number, toMs: number): string {
  const share = (ms: number) =>
    (100 * (Math.min(endedAtMs, Math.max(startedAtMs, ms)) - startedAtMs)) /
    Math.max(1, endedAtMs - startedAtMs);
  return `left:${share(fromMs).toFixed(3)}%;width:${(share(toMs) - share(fromMs)).toFixed(3)}%`;
}
