/** DueQueue: what falls due at some moment, earliest first; of equals, in the order in which they came. */
export interface DueQueue<T> {
  readonly size: number;
  push(dueMs: number, item: T): void;
  /** firstDueMs: when the earliest falls due; Infinity when there is none. */
  firstDueMs(): number;
  shift(): { readonly dueMs: number; readonly item: T } | undefined;
}

interface Entry<T> {
  readonly dueMs: number;
  readonly order: number;
  readonly item: T;
}

/** dueQueue gives an empty queue, kept as a binary heap: pushing and shifting cost O(log n). */
export function dueQueue<T>(): DueQueue<T> {
  const heap: Entry<T>[] = [];
  let order = 0;
  return {
    get size() {
      return heap.length;
    },
    push(dueMs, item) {
      siftUp(heap, { dueMs, order: order++, item });
    },
    firstDueMs: () => heap[0]?.dueMs ?? Number.POSITIVE_INFINITY,
    shift() {
      const [first, last] = [heap[0], heap.pop()];
      if (last !== undefined && heap.length > 0) siftDown(heap, last);
      return first;
    },
  };
}

function before(a: Entry<unknown>, b: Entry<unknown>): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);
}

function siftUp<T>(heap: Entry<T>[], entry: Entry<T>): void {
  let hole = heap.push(entry) - 1;
  while (hole > 0) {
    const up = (hole - 1) >>> 1;
    const parent = heap[up]!;
    if (!before(entry, parent)) break;
    heap[hole] = parent;
    hole = up;
  }
  heap[hole] = entry;
}

function siftDown<T>(heap: Entry<T>[], entry: Entry<T>): void {
  let hole = 0;
  for (;;) {
    let down = 2 * hole + 1;
    if (down >= heap.length) break;
    if (down + 1 < heap.length && before(heap[down + 1]!, heap[down]!)) down++;
    const child = heap[down]!;
    if (!before(child, entry)) break;
    heap[hole] = child;
    hole = down;
  }
  heap[hole] = entry;
}
