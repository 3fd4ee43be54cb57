import type { LoadSecond } from '../../../../load/model/load-observation.ts';
import type { Marker } from '../../../../load/model/result.ts';
import type { LiveEvent } from '../../../live/messages.ts';

type Rest = Exclude<LiveEvent, { type: 'second' | 'marker' | 'over' }>;

const replicas = new Map<string, string>();
let planned: readonly string[] = [];
const outcomes = new Map<string, string>();
let step = '';
let startedAtUnixMs: number | undefined;

/** shows writes what has happened into the page, always as text. */
export const shows = {
  rest(event: Rest): void {
    switch (event.type) {
      case 'run':
        planned = event.planned;
        startedAtUnixMs = event.startedAtUnixMs;
        write('suite', `${event.suite.slice(0, 1).toUpperCase()}${event.suite.slice(1)} suite`);
        return listSteps();
      case 'began':
        step = event.step;
        replicas.clear();
        listReplicas();
        write('step', event.step);
        write('line', '');
        write('now', 'none');
        return listSteps();
      case 'told':
        return write('line', event.line);
      case 'ended':
        outcomes.set(step, event.outcome);
        write('now', 'none');
        return listSteps();
      case 'figures': {
        const place = document.querySelector('#figures-so-far');
        if (place !== null && place.innerHTML !== event.markup) place.innerHTML = event.markup;
      }
    }
  },

  second({ phase, scheduled, inFlight, p50Ms, maxMs }: LoadSecond): void {
    const times =
      p50Ms === null ? '' : `, p50 ${p50Ms.toFixed(1)} ms, slowest ${maxMs?.toFixed(1) ?? '–'} ms`;
    write('now', `${phase}: ${scheduled} requests/s, ${inFlight} in flight${times}`);
  },

  marker({ kind, label, replica }: Marker): void {
    const state = states[kind];
    if (replica !== undefined && state !== undefined) replicas.set(replica, state);
    listReplicas();
    const list = document.querySelector('#happened');
    list?.prepend(item(label, ''));
    if ((list?.childElementCount ?? 0) > 12) list?.lastElementChild?.remove();
  },

  clock(): void {
    if (startedAtUnixMs === undefined) return;
    const seconds = Math.max(0, Math.round((Date.now() - startedAtUnixMs) / 1000));
    write('clock', `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`);
  },

  connected(is: boolean): void {
    document.querySelector('.outcome')?.classList.toggle('outcome-running', is);
    document.querySelector('.outcome')?.classList.toggle('outcome-failed', !is);
    if (!is) write('line', 'The run cannot be reached: it was ended, or it will answer again.');
  },
};

const states: Partial<Record<Marker['kind'], string>> = {
  'replica-requested': 'starting',
  'replica-ready': 'ready',
  'replica-signalled': 'draining',
  'replica-exited': 'gone',
};

function listReplicas(): void {
  const chips = [...replicas].map(([name, state]) => item(`${name}: ${state}`, `chip chip-${state}`));
  document.querySelector('#replica-list')?.replaceChildren(...chips);
}

function listSteps(): void {
  const steps = planned.map((title) => {
    const outcome = outcomes.get(title);
    if (outcome !== undefined) return item(`✓ ${title}: ${outcome}`, 'step-done');
    return item(title === step ? `● ${title}` : title, title === step ? 'step-now' : 'step-later');
  });
  document.querySelector('#step-list')?.replaceChildren(...steps);
}

function item(text: string, className: string): HTMLLIElement {
  const element = document.createElement('li');
  element.textContent = text;
  element.className = className;
  return element;
}

function write(id: string, text: string): void {
  const element = document.querySelector(`#${id}`);
  if (element !== null && element.textContent !== text) element.textContent = text;
}
