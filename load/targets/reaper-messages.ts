import type { EndSignal } from '../model/guard.ts';

/** Adoption: a process as the reaper remembers it. `group`: it leads a process group, which ends with it. */
export interface Adoption {
  readonly pid: number;
  readonly startTicks: number;
  readonly group: boolean;
  readonly endSignal: EndSignal;
}

/** ReaperMessage: one line of JSON from the harness to the reaper. */
export type ReaperMessage =
  | { readonly do: 'adopt'; readonly process: Adoption }
  | { readonly do: 'release'; readonly pid: number }
  | { readonly do: 'adopt-directory'; readonly path: string }
  | { readonly do: 'release-directory'; readonly path: string }
  | { readonly do: 'adopt-engine'; readonly socketPath: string }
  | { readonly do: 'release-engine'; readonly socketPath: string }
  | { readonly do: 'adopt-stopped'; readonly socketPath: string; readonly containerIds: readonly string[] }
  | { readonly do: 'release-stopped'; readonly containerIds: readonly string[] };

/** markVariable: the environment variable by which the reaper knows what was started under it. */
export const markVariable = 'REHEARSE_REAPER';

/** markLabel: the label by which it knows what was made under it on a Docker engine. */
export const markLabel = 'io.rehearse.reaper';
