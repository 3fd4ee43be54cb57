import type { PageVisitSeen } from '../../model/browser-observation.ts';

type Values = PageVisitSeen['values'];

/** Entry: what the browser tells of a paint, a shift or an interaction. */
interface Entry extends PerformanceEntry {
  readonly responseStart?: number;
  readonly value?: number;
  readonly hadRecentInput?: boolean;
  readonly interactionId?: number;
}

/**
 * watchVitals runs in a page before anything of its own does, and knows nothing but its argument: the heading that
 * confirms. It keeps the vitals under `rehearseVitals`. A shift belongs to a window that ends after a second without
 * one, or after five (https://web.dev/articles/cls); INP is the slowest of fewer than 50 interactions
 * (https://web.dev/articles/inp).
 */
export function watchVitals(confirmation: string): void {
  const values: { -readonly [K in keyof Values]: Values[K] } = {
    ttfb: null,
    fcp: null,
    lcp: null,
    inp: null,
    cls: 0,
    confirmation: null,
  };
  Object.assign(globalThis, { rehearseVitals: values });
  const takeInteraction = ({ duration }: Entry): void => {
    values.inp = Math.max(values.inp ?? 0, duration);
  };
  let [sum, firstMs, lastMs] = [0, -Infinity, -Infinity];
  const takeShift = ({ startTime, value = 0, hadRecentInput = false }: Entry): void => {
    if (hadRecentInput) return;
    if (startTime - lastMs >= 1000 || startTime - firstMs >= 5000) [sum, firstMs] = [0, startTime];
    sum += value;
    lastMs = startTime;
    values.cls = Math.max(values.cls ?? 0, sum);
  };
  const takes: readonly (readonly [options: object, take: (entry: Entry) => void])[] = [
    [{ type: 'navigation' }, ({ responseStart = null }) => (values.ttfb = responseStart)],
    [
      { type: 'paint' },
      ({ name, startTime }) => name.endsWith('contentful-paint') && (values.fcp = startTime),
    ],
    [{ type: 'largest-contentful-paint' }, ({ startTime }) => (values.lcp = startTime)],
    [{ type: 'first-input' }, takeInteraction],
    [{ type: 'event', durationThreshold: 16 }, (entry) => entry.interactionId && takeInteraction(entry)],
    [{ type: 'layout-shift' }, takeShift],
  ];
  for (const [options, take] of takes) {
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) take(entry);
    });
    observer.observe({ buffered: true, ...options });
  }
  let clickedAtMs: number | undefined;
  addEventListener('click', ({ timeStamp }) => (clickedAtMs = timeStamp), { capture: true });
  const isConfirmed = (): boolean =>
    Array.from(document.querySelectorAll('h1, h2, h3')).some(
      ({ textContent }) => textContent === confirmation,
    );
  new MutationObserver(() => {
    if (values.confirmation !== null || clickedAtMs === undefined || !isConfirmed()) return;
    values.confirmation = performance.now() - clickedAtMs;
  }).observe(document, { childList: true, subtree: true, characterData: true });
}

/** readVitals runs in a page as well, and gives what was kept until now. */
export function readVitals(): Values {
  return (globalThis as unknown as { rehearseVitals: Values }).rehearseVitals;
}
