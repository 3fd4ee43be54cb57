import type { ChartColor } from '../chart-spec.ts';

/** paletteColor: a colour of the page as the canvas understands it, in the theme of the moment. */
export function paletteColor(name: ChartColor | 'grid' | 'band' | 'paper', alpha = 1): string {
  const probe = document.createElement('span');
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return alpha === 1 ? color : `color-mix(in srgb, ${color} ${alpha * 100}%, transparent)`;
}
