/** ProfileRange: the best value of a parameter and the ends of where it may lie. */
export interface ProfileRange {
  readonly best: number;
  readonly lowest: number;
  readonly highest: number;
}

/**
 * profileInterval gives the values of a parameter around its best one for which the least sum of squares, with all
 * other parameters free, stays at or below `limit`. An end at `lowest` or `highest` means that the data set none.
 * Source: Bates & Watts (1988), Nonlinear Regression Analysis, section 6.1.
 */
export function profileInterval(
  squaresAt: (value: number) => number,
  limit: number,
  { best, lowest, highest }: ProfileRange,
): { low: number; high: number } {
  const inside = (value: number) => squaresAt(value) <= limit;
  return { low: edge(inside, best, lowest), high: edge(inside, best, highest) };
}

/** edge goes outward in growing steps until it is outside, then halves the bracket to a relative 1e-6. */
function edge(inside: (value: number) => boolean, best: number, end: number): number {
  const way = end - best;
  let reached = best;
  let outside = end;
  for (let share = 1e-6; share < 1; share *= 2) {
    const next = best + share * way;
    if (!inside(next)) {
      outside = next;
      break;
    }
    reached = next;
  }
  if (outside === end && inside(end)) return end;
  for (let halving = 0; halving < 22; halving += 1) {
    const middle = (reached + outside) / 2;
    if (inside(middle)) reached = middle;
    else outside = middle;
  }
  return reached;
}
