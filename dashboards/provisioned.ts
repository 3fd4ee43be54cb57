import { boards } from './boards.ts';
import { boardOf } from './parts/board.ts';

/** ProvisionedFile: a dashboard as Grafana reads it from disk. */
export interface ProvisionedFile {
  /** name within dashboards/provisioned. */
  readonly name: string;
  readonly text: string;
}

/** provisionedFiles writes every dashboard as classic JSON; the same sources give the same bytes. */
export function provisionedFiles(): readonly ProvisionedFile[] {
  return boards.map((spec) => ({
    name: `${spec.uid.replace(/^rehearse-/, '')}.json`,
    text: `${JSON.stringify(boardOf(spec), null, 2)}\n`,
  }));
}
