import type { Guard } from '../model/guard.ts';

/** Removable: what can be taken away again. */
export interface Removable {
  readonly remove: () => Promise<void>;
}

/** Joined: something for one of those who use it. */
export type Joined<T extends Removable> = Omit<T, 'remove'> & {
  /** leave: the last one who leaves takes it away. Safe to call again. */
  readonly leave: () => Promise<void>;
};

/** Shared: something that is made for the first one who joins it, and goes with the last one who leaves. */
export class Shared<T extends Removable> {
  readonly #make: (guard: Guard) => Promise<T>;
  #made: Promise<T> | undefined;
  #users = 0;

  constructor(make: (guard: Guard) => Promise<T>) {
    this.#make = make;
  }

  /** join rejects with what its making rejected with; nothing is left then. */
  async join(guard: Guard): Promise<Joined<T>> {
    this.#users += 1;
    this.#made ??= this.#make(guard);
    let left: Promise<void> | undefined;
    const leave = (): Promise<void> => (left ??= this.#leave());
    try {
      const { remove: _, ...made } = await this.#made;
      return { ...made, leave };
    } catch (error) {
      await leave();
      throw error;
    }
  }

  async #leave(): Promise<void> {
    this.#users -= 1;
    if (this.#users > 0) return;
    const making = this.#made;
    this.#made = undefined;
    const made = await making?.catch(() => undefined);
    await made?.remove();
  }
}
