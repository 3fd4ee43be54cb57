import type { Rule } from '../rule.ts';

/** grid: panels lie within the 24 columns, and none on another. */
export const grid: Rule = {
  name: 'grid',
  check: ({ panels }) => [
    ...panels
      .filter(({ gridPos }) => gridPos.x + gridPos.w > 24)
      .map(({ title }) => ({ panel: title, message: 'goes beyond the 24 columns' })),
    ...panels.flatMap((panel, index) =>
      panels
        .slice(0, index)
        .filter((other) => overlap(panel.gridPos, other.gridPos))
        .map((other) => ({ panel: panel.title, message: `lies on "${other.title}"` })),
    ),
  ],
};

interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
