import type { Rule } from '../rule.ts';

/** grid: panels lie within the 24 columns, none on another, and none below a gap. */
export const grid: Rule = {
  name: 'grid',
  check: ({ panels }) => [
    ...panels
      .filter(({ gridPos }) => gridPos.x + gridPos.w > 24)
      .map(({ title }) => ({ panel: title, message: 'goes beyond the 24 columns' })),
    ...panels
      .filter(({ gridPos }) => gridPos.y > 0 && !panels.some((other) => bottom(other.gridPos) === gridPos.y))
      .map(({ title }) => ({ panel: title, message: 'lies below a gap' })),
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

function bottom({ y, h }: Box): number {
  return y + h;
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
