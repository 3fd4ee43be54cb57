/** Described: what every experiment says of itself. */
export interface Described {
  /** name: unique in its suite; part of file names and of links into the report. */
  readonly name: string;
  readonly title: string;
  /** question: what the experiment answers, for the report. */
  readonly question: string;
  /** control: it must fail; one that does not shows that the measurement is blind. */
  readonly control?: boolean;
  /** unwatched: the machine is not watched meanwhile, because what watching costs is in question. */
  readonly unwatched?: boolean;
}
