const wordsPerId = 4;
const mostFilled = 0.6;

/**
 * PackedIds is a set of UUIDs with up to eight marks each, 17 bytes a slot, for runs with millions of bookings: an open
 * hash table with linear probing. Throws a RangeError for an id that is no UUID.
 */
export class PackedIds {
  #words: Uint32Array;
  #marks: Uint8Array;
  #size = 0;

  /** capacity: how many ids it holds before it grows; a power of two. */
  constructor(capacity = 1024) {
    this.#words = new Uint32Array(capacity * wordsPerId);
    this.#marks = new Uint8Array(capacity);
  }

  get size(): number {
    return this.#size;
  }

  /** mark adds the id if it is new, sets its marks (at least one bit), and gives those that it had before: 0 for a new one. */
  mark(id: string, marks: number): number {
    const words = wordsOf(id);
    const slot = this.#slotOf(words);
    const before = this.#marks[slot]!;
    this.#marks[slot] = before | marks;
    if (before === 0) this.#added(words, slot);
    return before;
  }

  /** each calls back with every id and its marks, in no order. */
  each(callback: (id: string, marks: number) => void): void {
    for (const [slot, marks] of this.#marks.entries()) {
      if (marks === 0) continue;
      callback(idOf(this.#words.subarray(slot * wordsPerId, (slot + 1) * wordsPerId)), marks);
    }
  }

  #added(words: Uint32Array, slot: number): void {
    this.#words.set(words, slot * wordsPerId);
    this.#size += 1;
    if (this.#size > this.#marks.length * mostFilled) this.#grow();
  }

  /** The last word of a UUID is random in every version that services use, so that it is a hash as it is. */
  #slotOf(words: Uint32Array): number {
    const mask = this.#marks.length - 1;
    let slot = words[3]! & mask;
    while (this.#marks[slot] !== 0 && !this.#holds(slot, words)) slot = (slot + 1) & mask;
    return slot;
  }

  #holds(slot: number, words: Uint32Array): boolean {
    const at = slot * wordsPerId;
    for (let i = 0; i < wordsPerId; i += 1) if (this.#words[at + i] !== words[i]) return false;
    return true;
  }

  #grow(): void {
    const [words, marks] = [this.#words, this.#marks];
    this.#words = new Uint32Array(words.length * 2);
    this.#marks = new Uint8Array(marks.length * 2);
    for (const [old, marked] of marks.entries()) {
      if (marked === 0) continue;
      const id = words.subarray(old * wordsPerId, (old + 1) * wordsPerId);
      const slot = this.#slotOf(id);
      this.#words.set(id, slot * wordsPerId);
      this.#marks[slot] = marked;
    }
  }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const scratch = new Uint32Array(wordsPerId);

/** wordsOf gives the four words in a place that the next call overwrites. */
function wordsOf(id: string): Uint32Array {
  if (!uuid.test(id)) throw new RangeError(`${JSON.stringify(id)} is no UUID`);
  scratch[0] = Number.parseInt(id.slice(0, 8), 16);
  scratch[1] = Number.parseInt(id.slice(9, 13) + id.slice(14, 18), 16);
  scratch[2] = Number.parseInt(id.slice(19, 23) + id.slice(24, 28), 16);
  scratch[3] = Number.parseInt(id.slice(28), 16);
  return scratch;
}

function idOf(words: Uint32Array): string {
  const hex = [...words].map((word) => word.toString(16).padStart(8, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
