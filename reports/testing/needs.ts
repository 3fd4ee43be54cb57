import { lacks } from '../../load/model/needs.fixture.ts';
import { programOnPath } from '../../load/model/on-path.ts';

/** Needed: where a program is that a test needs. */
export interface Needed {
  readonly file: string | undefined;
  /** skip: the test is left out, its title naming what it needs. */
  readonly skip: boolean;
}

/** needed looks a program up on PATH under any of its names. Throws where there is none and `REQUIRE` names it. */
export function needed(name: string, names: readonly string[] = [name]): Needed {
  const file = names.map((each) => programOnPath(each)).find((found) => found !== undefined);
  return { file, skip: lacks(name, file !== undefined) };
}
